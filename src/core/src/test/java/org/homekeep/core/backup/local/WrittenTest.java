package org.homekeep.core.backup.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;
import org.homekeep.core.backup.testing.BrokenStream;
import org.junit.jupiter.api.Test;

class WrittenTest {
  private static final byte[] BYTES = new byte[600_000];

  private final MemoryDisk disk = new MemoryDisk(() -> Instant.EPOCH, Seed.random("a disk"));

  private Path target() throws IOException {
    return Files.createDirectories(disk.path("/home/backups")).resolve("a.tar");
  }

  @Test
  void a_full_disk_is_named_by_the_directory() throws Exception {
    Path target = target();
    disk.fill(300_000, 1_000_000);

    Throwable failed =
        catchThrowable(() -> Written.copy(new ByteArrayInputStream(BYTES), target, written -> {}));

    assertThat(Evidence.of(failed))
        .isEqualTo("There is no room left on the disk of /home/backups. Free some space there.");
  }

  @Test
  void what_the_stream_says_is_left_as_it_is() throws Exception {
    Path target = target();
    IOException gone = new IOException("The line is cut.");
    InputStream broken = new BrokenStream(gone);

    assertThat(catchThrowable(() -> Written.copy(broken, target, written -> {}))).isSameAs(gone);
  }

  @Test
  void who_watches_sees_how_much_is_written() throws Exception {
    List<Long> seen = new ArrayList<>();
    Path target = target();

    Written.copy(new ByteArrayInputStream(BYTES), target, seen::add);

    assertThat(seen).isSorted().endsWith((long) BYTES.length);
    assertThat(Files.readAllBytes(target)).isEqualTo(BYTES);
  }
}
