package org.homekeep.core.backup.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Archives that come from elsewhere, as files for their owner alone. Blocking. */
final class ArchiveFiles {
  private static final int BUFFER = 256 * 1024;

  private ArchiveFiles() {}

  /** Writes a new file and waits until it is on the disk; it does not stay when that fails. */
  static void write(InputStream in, Path file, BooleanSupplier stopped) throws IOException {
    boolean done = false;
    Files.deleteIfExists(file);
    try (FileChannel out =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (stopped.getAsBoolean()) {
          throw new InterruptedIOException("The hub is stopping.");
        }
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
      }
      out.force(true);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }
}
