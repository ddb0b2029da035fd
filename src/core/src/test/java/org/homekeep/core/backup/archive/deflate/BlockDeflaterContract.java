package org.homekeep.core.backup.archive.deflate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.homekeep.checks.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link BlockDeflater} must do; each engine has a test that extends this. */
abstract class BlockDeflaterContract {
  private static final int[] SIZES = {0, 1, 2, 3, 258, 259, 5_000, 65_535, 65_536, 200_000};
  private static final int[] WINDOWS = {0, 1, 2, 3, 257, 4_095, 32_767, 32_768};

  /** The engine that is tested. */
  abstract DeflateEngine engine();

  /** What blocks are filled with. */
  enum Kind {
    NOISE,
    ZEROS,
    TEXT,
    TAR,
    LONG_DISTANCES;

    byte[] make(Random random, int size) {
      byte[] data = new byte[size];
      switch (this) {
        case NOISE -> random.nextBytes(data);
        case ZEROS -> Arrays.fill(data, (byte) 0);
        case TEXT -> fill(data, text(random));
        case TAR -> {
          for (int at = 0; at < size; at += 1_024) {
            byte[] name = ("data/custom_components/file" + random.nextInt(99)).getBytes(UTF_8);
            System.arraycopy(name, 0, data, at, Math.min(name.length, size - at));
            for (int i = at + 512; i < Math.min(size, at + 600); i++) {
              data[i] = (byte) random.nextInt();
            }
          }
        }
        case LONG_DISTANCES -> {
          byte[] piece = new byte[BlockDeflater.WINDOW - random.nextInt(300)];
          random.nextBytes(piece);
          fill(data, piece);
        }
      }
      return data;
    }

    private static byte[] text(Random random) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 3_000; i++) {
        text.append("  - entity_id: sensor.number_").append(random.nextInt(500)).append('\n');
      }
      return text.toString().getBytes(UTF_8);
    }

    private static void fill(byte[] data, byte[] piece) {
      for (int at = 0; at < data.length; at += piece.length) {
        System.arraycopy(piece, 0, data, at, Math.min(piece.length, data.length - at));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_stream_of_blocks_inflates_to_what_went_in(Kind kind) throws DataFormatException {
    Random random = Seed.random("stream of " + kind);
    byte[] data = kind.make(random, 700_000);

    for (CompressionLevel level : CompressionLevel.values()) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      try (BlockDeflater deflater = engine().open(level)) {
        int from = 0;
        while (from < data.length) {
          int to = Math.min(data.length, from + 1 + random.nextInt(150_000));
          int windowFrom = Math.max(0, from - random.nextInt(BlockDeflater.WINDOW + 1));
          stream.writeBytes(deflate(deflater, data, windowFrom, from, to, to == data.length));
          from = to;
        }
      }

      assertThat(inflated(stream.toByteArray(), new byte[0], data.length)).isEqualTo(data);
    }
  }

  @ParameterizedTest
  @EnumSource
  void blocks_of_every_size_inflate_after_windows_of_every_size(Kind kind)
      throws DataFormatException {
    Random random = Seed.random("sizes of " + kind);
    byte[] data = kind.make(random, BlockDeflater.WINDOW + 200_000);

    try (BlockDeflater deflater = engine().open(CompressionLevel.STANDARD)) {
      for (int size : SIZES) {
        for (int window : WINDOWS) {
          int from = BlockDeflater.WINDOW;
          byte[] last = deflate(deflater, data, from - window, from, from + size, true);
          byte[] before = Arrays.copyOfRange(data, from - window, from);

          assertThat(inflated(last, before, size))
              .as("%d bytes after %d", size, window)
              .isEqualTo(Arrays.copyOfRange(data, from, from + size));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_block_that_is_not_the_last_ends_with_an_empty_stored_block(CompressionLevel level) {
    Random random = Seed.random("ends");
    try (BlockDeflater deflater = engine().open(level)) {
      for (Kind kind : Kind.values()) {
        for (int size : SIZES) {
          byte[] block = deflate(deflater, kind.make(random, size), 0, 0, size, false);

          assertThat(block)
              .as("%s, %d bytes", kind, size)
              .endsWith(0, 0, 0xff, 0xff)
              .hasSizeGreaterThanOrEqualTo(5);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_a_block_becomes_depends_on_nothing_before_it(CompressionLevel level) {
    Random random = Seed.random("independence");
    byte[] data = Kind.TEXT.make(random, 300_000);
    byte[] other = Kind.TAR.make(random, 250_000);

    try (BlockDeflater fresh = engine().open(level);
        BlockDeflater used = engine().open(level)) {
      byte[] expected = deflate(fresh, data, 70_000, 100_000, 300_000, false);
      deflate(used, other, 0, 20_000, 250_000, true);
      deflate(used, data, 0, 0, 100_000, false);

      assertThat(deflate(used, data, 70_000, 100_000, 300_000, false)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void where_a_block_lies_in_the_array_does_not_matter(CompressionLevel level) {
    byte[] data = Kind.TEXT.make(Seed.random("place"), 150_000);
    byte[] moved = new byte[data.length + 12_345];
    System.arraycopy(data, 0, moved, 12_345, data.length);

    try (BlockDeflater deflater = engine().open(level)) {
      byte[] there = deflate(deflater, moved, 22_345, 52_345, 162_345, true);

      assertThat(there).isEqualTo(deflate(deflater, data, 10_000, 40_000, 150_000, true));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_window_makes_blocks_smaller(CompressionLevel level) {
    byte[] piece = new byte[5_000];
    Seed.random("window").nextBytes(piece);
    byte[] data = new byte[10_000];
    Kind.fill(data, piece);

    try (BlockDeflater deflater = engine().open(level)) {
      byte[] with = deflate(deflater, data, 0, 5_000, 10_000, true);
      byte[] without = deflate(deflater, data, 5_000, 5_000, 10_000, true);

      assertThat(with.length).isLessThan(without.length / 4);
    }
  }

  /** Compresses into an array of the promised size, and looks that nothing else is touched. */
  private static byte[] deflate(
      BlockDeflater deflater, byte[] data, int windowFrom, int from, int to, boolean last) {
    byte[] before = data.clone();
    byte[] out = new byte[BlockDeflater.maxOutput(to - from)];
    int count = deflater.deflate(data, windowFrom, from, to, last, out);
    assertThat(data).isEqualTo(before);
    return Arrays.copyOf(out, count);
  }

  private static byte[] inflated(byte[] stream, byte[] window, int expected)
      throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      if (window.length > 0) {
        inflater.setDictionary(window);
      }
      inflater.setInput(stream);
      byte[] out = new byte[expected + 1];
      int count = 0;
      while (!inflater.finished()) {
        int more = inflater.inflate(out, count, out.length - count);
        assertThat(more > 0 || inflater.finished()).as("the stream goes on").isTrue();
        count += more;
      }
      assertThat(inflater.getRemaining()).as("bytes after the end").isZero();
      return Arrays.copyOf(out, count);
    } finally {
      inflater.end();
    }
  }
}
