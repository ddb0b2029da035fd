package org.homekeep.core.backup.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.homekeep.core.backup.local.Written;

/** Archives that come from elsewhere, as files for their owner alone. Blocking. */
final class ArchiveFiles {
  private ArchiveFiles() {}

  /** Writes a new file and waits until it is on the disk; it does not stay when that fails. */
  static void write(InputStream in, Path file, BooleanSupplier stopped) throws IOException {
    boolean done = false;
    try {
      Written.copy(
          in,
          file,
          written -> {
            if (stopped.getAsBoolean()) {
              throw new InterruptedIOException("The hub is stopping.");
            }
          });
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }
}
