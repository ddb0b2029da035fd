package org.homekeep.core.backup.local;

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
import org.homekeep.api.backup.BackupUpload;

/** A file that is written whole and is on the disk afterwards. */
final class Written {
  private static final int BUFFER = 256 * 1024;

  private Written() {}

  static void copy(InputStream in, Path target, BackupUpload upload) throws IOException {
    Files.deleteIfExists(target);
    try (FileChannel out =
        FileChannel.open(
            target,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      byte[] buffer = new byte[BUFFER];
      long total = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (upload.cancellation().isCancelled()) {
          throw new InterruptedIOException("the upload was cancelled");
        }
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        total += count;
        upload.progress().uploaded(total);
      }
      out.force(true);
    }
  }
}
