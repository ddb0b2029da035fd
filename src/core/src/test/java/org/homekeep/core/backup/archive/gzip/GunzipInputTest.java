package org.homekeep.core.backup.archive.gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.ArchiveException;
import org.junit.jupiter.api.Test;

class GunzipInputTest {
  private final Random random = Seed.random("gzip members");

  private byte[] data(int size) {
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = (byte) (i % 7 == 0 ? random.nextInt(256) : i / 100);
    }
    return data;
  }

  private static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(pieces).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static GunzipInput open(byte[] stream) {
    return new GunzipInput(new ByteArrayInputStream(stream), GzipTrailer.STANDARD);
  }

  @Test
  void members_follow_each_other_and_zeros_may_follow_them() throws IOException {
    byte[] one = data(300_000);
    byte[] two = data(0);
    byte[] three = data(200_000);

    try (InputStream in = open(join(gzip(one), gzip(two), gzip(three), new byte[1000]))) {
      assertThat(in.readAllBytes()).isEqualTo(join(one, two, three));
    }
  }

  @Test
  void what_follows_zeros_or_a_wrong_checksum_is_refused() throws IOException {
    byte[] stream = gzip(data(1000));
    byte[] changed = stream.clone();
    changed[stream.length - 6] ^= 1;

    for (byte[] bad :
        List.of(join(stream, new byte[] {0, 1}), join(stream, stream, new byte[] {5}))) {
      assertThatThrownBy(() -> open(bad).readAllBytes()).isInstanceOf(ArchiveException.class);
    }
    assertThatThrownBy(() -> open(changed).readAllBytes())
        .isInstanceOf(ArchiveException.Damaged.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void reading_goes_on_from_a_checkpoint_in_any_member() throws IOException {
    byte[] data = join(data(500_000), data(10), data(700_000));
    byte[] stream =
        join(
            gzip(Arrays.copyOf(data, 500_000)),
            gzip(Arrays.copyOfRange(data, 500_000, 500_010)),
            gzip(Arrays.copyOfRange(data, 500_010, data.length)));
    List<GunzipCheckpoint> checkpoints = new ArrayList<>();
    try (GunzipInput in = open(stream)) {
      assertThat(in.checkpoint()).isEmpty();
      while (in.read(new byte[100_000]) >= 0) {
        in.checkpoint().map(GunzipInputTest::copied).ifPresent(checkpoints::add);
      }
      assertThat(in.checkpoint()).isEmpty();
    }

    assertThat(checkpoints).hasSizeGreaterThan(10);
    for (GunzipCheckpoint checkpoint : checkpoints) {
      int from = (int) checkpoint.inputByte();
      InputStream rest = new ByteArrayInputStream(stream, from, stream.length - from);
      try (InputStream in = GunzipInput.from(checkpoint, rest, GzipTrailer.STANDARD)) {
        assertThat(in.readAllBytes())
            .as("from %d", checkpoint.output())
            .isEqualTo(Arrays.copyOfRange(data, (int) checkpoint.output(), data.length));
      }
    }
  }

  private static GunzipCheckpoint copied(GunzipCheckpoint checkpoint) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      checkpoint.write(new DataOutputStream(bytes));
      return GunzipCheckpoint.read(
          new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void trouble_of_the_source_comes_after_all_before_it_and_stays() throws IOException {
    byte[] data = new byte[1_000_000];
    random.nextBytes(data);
    InputStream half = new ByteArrayInputStream(gzip(data), 0, 500_000);
    InputStream broken =
        new InputStream() {
          private boolean thrown;

          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            if (thrown) {
              return -1;
            }
            thrown = true;
            throw new IOException("The disk is broken.");
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (InputStream in =
        new GunzipInput(new SequenceInputStream(half, broken), GzipTrailer.STANDARD)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> in.transferTo(out)).hasMessage("The disk is broken.");
      }
    }
    // Bytes of chance are stored as they are.
    assertThat(out.size()).isGreaterThan(499_000);
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(data, out.size()));
  }
}
