package org.homekeep.core.backup.archive.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.Test;

class HomekeepDeflaterTest extends BlockDeflaterContract {
  @Override
  DeflateEngine engine() {
    return DeflateEngine.homekeep();
  }

  @Test
  void small_data_of_every_kind_comes_back() throws DataFormatException {
    Random random = Seed.random("small data");
    for (CompressionLevel level : CompressionLevel.values()) {
      try (BlockDeflater deflater = new HomekeepDeflater(level)) {
        for (int size = 0; size < 1_500; size++) {
          byte[] data = fewLetters(random, size);
          int from = random.nextInt(size + 1);

          assertComesBack(deflater, data, from);
        }
      }
    }
  }

  @Test
  void large_data_that_changes_its_kind_comes_back() throws DataFormatException {
    Random random = Seed.random("changing data");
    for (CompressionLevel level : CompressionLevel.values()) {
      try (BlockDeflater deflater = new HomekeepDeflater(level)) {
        for (int round = 0; round < 6; round++) {
          byte[] data = new byte[0];
          while (data.length < 700_000) {
            byte[] piece = random.nextBoolean() ? text(random) : fewLetters(random, 90_000);
            if (random.nextInt(3) == 0) {
              random.nextBytes(piece);
            }
            data = concat(data, piece);
          }

          assertComesBack(deflater, data, random.nextInt(BlockDeflater.WINDOW));
        }
      }
    }
  }

  @Test
  void standard_text_is_at_most_3_percent_larger_than_zlib_makes_it_at_level_6() {
    byte[] text = texts(Seed.random("text"), 900_000);

    assertThat(size(text, CompressionLevel.STANDARD)).isLessThan((int) (1.03 * zlib(text, 6)));
  }

  @Test
  void small_is_not_larger_than_zlib_makes_it_at_level_9() {
    byte[] text = texts(Seed.random("small"), 900_000);

    assertThat(size(text, CompressionLevel.SMALL)).isLessThanOrEqualTo(zlib(text, 9));
  }

  @Test
  void what_cannot_shrink_hardly_grows() {
    byte[] noise = new byte[1_000_000];
    Seed.random("noise").nextBytes(noise);

    for (CompressionLevel level : CompressionLevel.values()) {
      assertThat(size(noise, level)).isLessThan(noise.length + 150);
    }
  }

  private static int size(byte[] data, CompressionLevel level) {
    try (BlockDeflater deflater = new HomekeepDeflater(level)) {
      byte[] out = new byte[BlockDeflater.maxOutput(data.length)];
      return deflater.deflate(data, 0, 0, data.length, true, out);
    }
  }

  private static int zlib(byte[] data, int level) {
    Deflater deflater = new Deflater(level, true);
    deflater.setInput(data);
    deflater.finish();
    int size = deflater.deflate(new byte[data.length + 1_000]);
    deflater.end();
    return size;
  }

  private static void assertComesBack(BlockDeflater deflater, byte[] data, int from)
      throws DataFormatException {
    byte[] out = new byte[BlockDeflater.maxOutput(data.length)];
    int windowFrom = Math.max(0, from - BlockDeflater.WINDOW);
    int length = deflater.deflate(data, windowFrom, from, data.length, true, out);

    Inflater inflater = new Inflater(true);
    if (from > windowFrom) {
      inflater.setDictionary(data, windowFrom, from - windowFrom);
    }
    inflater.setInput(out, 0, length);
    byte[] back = new byte[data.length - from + 1];
    int count = inflater.inflate(back);

    assertThat(inflater.finished()).isTrue();
    assertThat(inflater.getRemaining()).isZero();
    inflater.end();
    assertThat(Arrays.copyOf(back, count)).isEqualTo(Arrays.copyOfRange(data, from, data.length));
  }

  /** Data with many matches of all lengths and distances. */
  private static byte[] fewLetters(Random random, int size) {
    byte[] data = new byte[size];
    int letters = 1 + random.nextInt(6);
    for (int at = 0; at < size; ) {
      if (at > 0 && random.nextInt(10) == 0) {
        int distance = 1 + random.nextInt(at);
        for (int left = random.nextInt(400); left > 0 && at < size; left--, at++) {
          data[at] = data[at - distance];
        }
      } else {
        data[at++] = (byte) ('a' + random.nextInt(letters));
      }
    }
    return data;
  }

  private static byte[] texts(Random random, int size) {
    byte[] all = new byte[0];
    while (all.length < size) {
      all = concat(all, text(random));
    }
    return all;
  }

  private static byte[] text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      text.append("{\"entity_id\":\"sensor.room_")
          .append(random.nextInt(90))
          .append("\",\"id\":\"");
      text.append(Long.toHexString(random.nextLong())).append("\",\"state\":");
      text.append(random.nextInt(400) / 10.0).append(",\"unit\":\"°C\"},\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
