package org.homekeep.core.backup.archive.extract;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is being written and does not stay unless it became whole. */
final class HalfFile implements Closeable {
  private final Path path;
  private boolean whole;

  HalfFile(Path path) {
    this.path = path;
  }

  /** Keeps the file. */
  void isWhole() {
    whole = true;
  }

  @Override
  public void close() throws IOException {
    if (!whole) {
      Files.deleteIfExists(path);
    }
  }
}
