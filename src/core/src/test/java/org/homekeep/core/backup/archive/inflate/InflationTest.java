package org.homekeep.core.backup.archive.inflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.inflate.Streams.End;
import org.homekeep.core.backup.archive.inflate.Streams.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** zlib, as the JDK brings it, is the oracle. */
class InflationTest {
  private final Random random = Seed.random("deflate streams");

  @Test
  void every_stream_of_zlib_comes_out_as_it_went_in() throws IOException {
    for (int i = 0; i < 300; i++) {
      byte[] data = Streams.data(random, random.nextInt(i < 150 ? 300 : 400_000));
      byte[] stream = Streams.deflated(data, random);

      Outcome found = Streams.ours(stream, random);

      assertThat(found).as("stream %d", i).isEqualTo(Outcome.of(End.COMPLETE, stream.length, data));
    }
  }

  @Test
  void a_changed_stream_is_taken_or_refused_as_zlib_does() throws IOException {
    int damaged = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] data = Streams.data(random, 1 + random.nextInt(i % 100 == 0 ? 200_000 : 600));
      byte[] stream = Streams.deflated(data, random);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        // The codes of the first block are where most can go wrong.
        int reach = random.nextBoolean() ? Math.min(stream.length, 80) : stream.length;
        stream[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
      }

      Outcome expected = Streams.zlibs(stream);

      damaged += expected.end() == End.DAMAGED ? 1 : 0;
      assertThat(Streams.ours(stream, random)).as("stream %d", i).isEqualTo(expected);
    }
    assertThat(damaged).isBetween(2_000, 18_000);
  }

  @Test
  void noise_is_taken_or_refused_as_zlib_does() throws IOException {
    for (int i = 0; i < 50_000; i++) {
      byte[] stream = new byte[1 + random.nextInt(200)];
      random.nextBytes(stream);
      // A last block with codes of its own.
      stream[0] = (byte) (i % 4 == 0 ? stream[0] : (stream[0] & 0xf8) | 5);

      assertThat(Streams.ours(stream, random)).as("stream %d", i).isEqualTo(Streams.zlibs(stream));
    }
  }

  @Test
  void a_cut_stream_gives_all_that_zlib_gives_and_is_refused() throws IOException {
    for (int i = 0; i < 2_000; i++) {
      byte[] data = Streams.data(random, 1 + random.nextInt(i % 50 == 0 ? 300_000 : 2_000));
      byte[] stream = Streams.deflated(data, random);
      byte[] cut = Arrays.copyOf(stream, random.nextInt(stream.length));

      Outcome found = Streams.ours(cut, random);

      assertThat(found.end()).as("stream %d", i).isEqualTo(End.TRUNCATED);
      assertThat(found).as("stream %d", i).isEqualTo(Streams.zlibs(cut));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "07, 'a block of unknown kind'",
    "01ffff0100, 'stored block contradicts itself'",
    "fdffffff, 'too many lengths or distances'",
    "0500020000, 'wrong code of lengths'",
    "03ffff, 'stands for nothing'",
    "4b044200, 'before the beginning'"
  })
  void a_damaged_stream_says_what_is_wrong_and_where(String hex, String what) {
    byte[] stream = HexFormat.of().parseHex(hex);
    Inflation inflation = new Inflation(new InflateInput(new ByteArrayInputStream(stream)));

    assertThatThrownBy(
            () -> {
              while (inflation.next()) {
                // To the end.
              }
            })
        .isInstanceOf(ArchiveException.Damaged.class)
        .hasMessageContaining("damaged at byte ")
        .hasMessageContaining(what);
    assertThatThrownBy(inflation::next).isInstanceOf(ArchiveException.Damaged.class);
  }

  @Test
  void a_stream_goes_on_from_any_checkpoint() throws IOException {
    for (int i = 0; i < 20; i++) {
      byte[] data = Streams.data(random, 1 + random.nextInt(3_000_000));
      byte[] stream = Streams.deflated(data, random);
      List<byte[]> checkpoints = new ArrayList<>();
      Inflation whole = new Inflation(new InflateInput(new ByteArrayInputStream(stream)));
      while (whole.next()) {
        checkpoints.add(written(whole.checkpoint()));
      }
      for (byte[] bytes : checkpoints) {
        InflateCheckpoint checkpoint = read(bytes);
        int from = (int) checkpoint.inputByte();
        ByteArrayInputStream rest = new ByteArrayInputStream(stream, from, stream.length - from);
        InflateInput in = new InflateInput(rest, from);
        Inflation inflation = Inflation.from(checkpoint, in);
        int at = (int) checkpoint.output();
        while (inflation.next()) {
          int count = inflation.to() - inflation.from();
          assertThat(
                  Arrays.equals(
                      inflation.data(), inflation.from(), inflation.to(), data, at, at + count))
              .as("stream %d from %d at %d", i, checkpoint.output(), at)
              .isTrue();
          at += count;
        }
        assertThat(at).as("stream %d from %d", i, checkpoint.output()).isEqualTo(data.length);
        assertThat(inflation.total()).isEqualTo(data.length);
        assertThat(in.position()).isEqualTo(stream.length);
      }
    }
  }

  @Test
  void a_damaged_checkpoint_is_refused_or_harmless() throws IOException {
    byte[] data = Streams.data(random, 500_000);
    byte[] stream = Streams.deflated(data, random);
    Inflation whole = new Inflation(new InflateInput(new ByteArrayInputStream(stream)));
    assertThat(whole.next()).isTrue();
    byte[] good = written(whole.checkpoint());
    for (int i = 0; i < 3_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(Math.min(bad.length, 400))] = (byte) random.nextInt(256);
      try {
        InflateCheckpoint checkpoint = read(bad);
        int from = (int) Math.min(stream.length, checkpoint.inputByte());
        ByteArrayInputStream rest = new ByteArrayInputStream(stream, from, stream.length - from);
        Inflation inflation = Inflation.from(checkpoint, new InflateInput(rest, from));
        while (inflation.next()) {
          // Whatever comes out, it ends.
        }
      } catch (ArchiveException | java.io.EOFException refused) {
        assertThat(refused).hasMessageNotContaining("null pointer");
      }
    }
  }

  private static byte[] written(InflateCheckpoint checkpoint) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    checkpoint.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static InflateCheckpoint read(byte[] bytes) throws IOException {
    return InflateCheckpoint.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
