package org.homekeep.core.frontend.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a document of the frontend as a whole; they are small. */
final class Html {
  private static final int MOST = 2 * 1024 * 1024;

  private Html() {}

  /** The text of a file. Blocking. */
  static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw new IOException("The file %s has more than %d bytes.".formatted(file, MOST));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
