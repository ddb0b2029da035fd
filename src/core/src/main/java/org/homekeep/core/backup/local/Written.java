package org.homekeep.core.backup.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.backup.evidence.Evidence;

/** A file for its owner alone that is written whole and is on the disk afterwards. Blocking. */
public final class Written {
  private static final int BUFFER = 256 * 1024;

  private Written() {}

  /** Sees how far it is. */
  @FunctionalInterface
  public interface Step {

    /** So many bytes are written; throws when no more are wanted. */
    void passed(long bytes) throws IOException;
  }

  /**
   * Writes a new file, in place of one of its name.
   *
   * @throws FileSystemException with the directory when its disk is full; others are those of the
   *     stream, the step and the disk
   */
  public static void copy(InputStream in, Path target, Step step) throws IOException {
    Files.deleteIfExists(target);
    try (FileChannel out =
        FileChannel.open(
            target,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      byte[] buffer = new byte[BUFFER];
      long total = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        write(out, ByteBuffer.wrap(buffer, 0, count), target);
        total += count;
        step.passed(total);
      }
      force(out, target);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes, Path target) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException failed) {
      throw placed(failed, target);
    }
  }

  private static void force(FileChannel out, Path target) throws IOException {
    try {
      out.force(true);
    } catch (IOException failed) {
      throw placed(failed, target);
    }
  }

  /** What the system says of a full disk has no word on which disk that is. */
  public static IOException placed(IOException failed, Path target) {
    boolean unplaced = Evidence.isDiskFull(failed) && !Evidence.isForPeople(failed);
    return unplaced
        ? new FileSystemException(directory(target).toString(), null, failed.getMessage())
        : failed;
  }

  private static Path directory(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(file);
  }
}
