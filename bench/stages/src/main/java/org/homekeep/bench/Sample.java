package org.homekeep.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Sixteen megabytes to measure with: pieces of the files below a directory, or made up. */
final class Sample {
  static final int SIZE = 16_000_000;
  private static final int PIECE = 256 * 1024;

  private Sample() {}

  /** The same for the same directory; made up when it is empty. */
  static byte[] of(String directory) throws IOException {
    byte[] sample = directory.isEmpty() ? madeUp() : pieces(Path.of(directory));
    if (sample.length < SIZE) {
      throw new IOException("The files in " + directory + " are too few to measure with.");
    }
    return sample;
  }

  private static byte[] pieces(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    long total = 0;
    for (Path file : files) {
      total += Files.size(file);
    }
    // Every n-th piece of what the files are, one after the other.
    long stride = Math.max(1, total / SIZE) * PIECE;
    ByteArrayOutputStream sample = new ByteArrayOutputStream(SIZE);
    long at = 0;
    long next = 0;
    for (Path file : files) {
      long end = at + Files.size(file);
      try (InputStream in = Files.newInputStream(file)) {
        while (next < end && sample.size() < SIZE) {
          in.skipNBytes(next - at);
          byte[] piece = in.readNBytes(Math.min(PIECE, SIZE - sample.size()));
          sample.writeBytes(piece);
          at = next + piece.length;
          next += stride;
        }
      }
      at = end;
    }
    return sample.toByteArray();
  }

  private static byte[] madeUp() {
    Random random = new Random(42);
    ByteArrayOutputStream sample = new ByteArrayOutputStream(SIZE);
    while (sample.size() < SIZE) {
      byte[] piece = new byte[PIECE];
      if (random.nextInt(10) < 3) {
        random.nextBytes(piece);
      } else {
        piece = states(random);
      }
      sample.write(piece, 0, Math.min(piece.length, SIZE - sample.size()));
    }
    return sample.toByteArray();
  }

  private static byte[] states(Random random) {
    StringBuilder text = new StringBuilder(PIECE + 200);
    long time = 1_700_000_000_000L;
    while (text.length() < PIECE) {
      time += random.nextInt(5_000);
      text.append("{\"entity_id\":\"sensor.room_")
          .append(random.nextInt(80))
          .append("_temperature\",\"state\":\"")
          .append(random.nextInt(400) / 10.0)
          .append("\",\"last_updated_ts\":")
          .append(time / 1000.0)
          .append(",\"context_id\":\"")
          .append(Long.toHexString(random.nextLong()))
          .append("\"}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
