package org.homekeep.core.backup.archive.inflate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.Vectors;

/** Deflate streams of every kind, and what zlib and our inflater make of a stream. */
final class Streams {
  /** How a stream ended. */
  enum End {
    COMPLETE,
    TRUNCATED,
    DAMAGED
  }

  /**
   * What a stream became.
   *
   * @param used bytes of a complete stream, else 0
   * @param length bytes that came out; 0 for a damaged stream, as what comes before is anybody's
   * @param sha256 of them
   */
  record Outcome(End end, long used, int length, String sha256) {
    static Outcome of(End end, long used, byte[] output) {
      return new Outcome(end, used, output.length, Vectors.sha256(output));
    }
  }

  private static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };
  private static final int[] FLUSHES = {
    Deflater.NO_FLUSH, Deflater.NO_FLUSH, Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH
  };

  private Streams() {}

  /** Data that has something of everything: text, noise, runs and short periods. */
  static byte[] data(Random random, int size) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    while (data.size() < size) {
      int length = 1 + random.nextInt(Math.max(1, size / 3));
      byte[] piece = new byte[length];
      switch (random.nextInt(5)) {
        case 0 -> random.nextBytes(piece);
        case 1 -> Arrays.fill(piece, (byte) random.nextInt(256));
        case 2 -> period(piece, random);
        case 3 -> repeat(piece, data.toByteArray(), random);
        default -> text(piece, random);
      }
      data.writeBytes(piece);
    }
    return Arrays.copyOf(data.toByteArray(), size);
  }

  private static void period(byte[] piece, Random random) {
    int period = 1 + random.nextInt(20);
    for (int i = 0; i < piece.length; i++) {
      piece[i] = i < period ? (byte) random.nextInt(256) : piece[i - period];
    }
  }

  private static void repeat(byte[] piece, byte[] before, Random random) {
    int from = before.length == 0 ? 0 : random.nextInt(before.length);
    int count = Math.min(piece.length, before.length - from);
    System.arraycopy(before, from, piece, 0, count);
  }

  private static void text(byte[] piece, Random random) {
    byte[] words =
        "entity_id: sensor.living_room_temperature\n  state: 'on' 123.45 \"unit\": \"°C\",\n"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < piece.length; ) {
      int from = random.nextInt(words.length);
      int count = Math.min(Math.min(1 + random.nextInt(12), words.length - from), piece.length - i);
      System.arraycopy(words, from, piece, i, count);
      i += count;
    }
  }

  /** A stream of random level, strategy and flushes. */
  static byte[] deflated(byte[] data, Random random) {
    Deflater deflater = new Deflater(random.nextInt(10), true);
    deflater.setStrategy(STRATEGIES[random.nextInt(STRATEGIES.length)]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    int at = 0;
    while (at < data.length) {
      int count = Math.min(data.length - at, 1 + random.nextInt(60_000));
      deflater.setInput(data, at, count);
      at += count;
      int flush = FLUSHES[random.nextInt(FLUSHES.length)];
      int got;
      do {
        got = deflater.deflate(buffer, 0, buffer.length, flush);
        out.write(buffer, 0, got);
      } while (got > 0 || !deflater.needsInput());
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** A stream that hands out its bytes in odd pieces. */
  static InputStream pieces(byte[] bytes, Random random) {
    int most = 1 + random.nextInt(100_000);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(most)));
      }
    };
  }

  static Outcome ours(byte[] stream, Random random) throws IOException {
    InflateInput in = new InflateInput(pieces(stream, random));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Inflation inflation = new Inflation(in);
      while (inflation.next()) {
        out.write(inflation.data(), inflation.from(), inflation.to() - inflation.from());
      }
      return Outcome.of(End.COMPLETE, in.position(), out.toByteArray());
    } catch (ArchiveException.Truncated e) {
      return Outcome.of(End.TRUNCATED, 0, out.toByteArray());
    } catch (ArchiveException.Damaged e) {
      return Outcome.of(End.DAMAGED, 0, new byte[0]);
    }
  }

  static Outcome zlibs(byte[] stream) {
    Inflater inflater = new Inflater(true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[50_000];
    try {
      inflater.setInput(stream);
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        out.write(buffer, 0, count);
        if (count == 0 && inflater.needsInput() && !inflater.finished()) {
          return Outcome.of(End.TRUNCATED, 0, out.toByteArray());
        }
      }
      return Outcome.of(End.COMPLETE, inflater.getBytesRead(), out.toByteArray());
    } catch (DataFormatException e) {
      return Outcome.of(End.DAMAGED, 0, new byte[0]);
    } finally {
      inflater.end();
    }
  }
}
