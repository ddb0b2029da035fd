package org.homekeep.core.backup.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.homekeep.core.backup.archive.gzip.GunzipCheckpoint;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private static final long SPACING = 1000;

  @Test
  void checkpoints_stay_evenly_spread_however_long_a_part_becomes() throws IOException {
    Checkpoints checkpoints = new Checkpoints(SPACING);
    long end = 10_000 * SPACING;
    for (long output = 0; output < end; output += 96) {
      if (checkpoints.isDue(output)) {
        checkpoints.add(at(output));
      }
    }

    assertThat(checkpoints.kept()).hasSizeBetween(Checkpoints.MAX / 2, Checkpoints.MAX);
    long before = 0;
    for (GunzipCheckpoint checkpoint : checkpoints.kept()) {
      assertThat(checkpoint.output() - before).isLessThan(end / 100);
      before = checkpoint.output();
    }
    assertThat(end - before).isLessThan(end / 100);
  }

  /** Zeros but for the place: between two blocks, with nothing before it. */
  private static GunzipCheckpoint at(long output) throws IOException {
    byte[] bytes = ByteBuffer.allocate(64).putLong(output).array();
    return GunzipCheckpoint.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
