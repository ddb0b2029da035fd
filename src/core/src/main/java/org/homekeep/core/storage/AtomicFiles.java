package org.homekeep.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that hold the old content or the new one, whenever the power goes. Blocking. */
public final class AtomicFiles {
  /** How the name of a file ends that is still being written. */
  static final String UNFINISHED = ".new";

  private AtomicFiles() {}

  /**
   * Replaces a file: temporary file beside it, write, fsync, rename, fsync of the directory. The
   * file can be read and written by its owner alone. A failure leaves the old content, and nothing
   * beside it.
   *
   * @throws UncertainFileException when the new content is there, and a power cut may take it back
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path directory = directoryOf(file);
    Path temporary = unfinished(file);
    Files.deleteIfExists(temporary);
    try {
      writeNew(temporary, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      deleteAfter(failed, temporary);
      throw failed;
    }
    try {
      syncDirectory(directory);
    } catch (IOException notSynced) {
      throw new UncertainFileException(notSynced);
    }
  }

  /** Deletes what a failure leaves behind; the failure is what people are to hear of. */
  static void deleteAfter(IOException failed, Path left) {
    try {
      Files.deleteIfExists(left);
    } catch (IOException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
  }

  private static void writeNew(Path temporary, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * Deletes what a kill has left of writing a file.
   *
   * @return whether there was anything
   */
  public static boolean deleteUnfinished(Path file) throws IOException {
    return Files.deleteIfExists(unfinished(file));
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  /** Makes renames and deletions in a directory survive a power cut. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path directoryOf(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("Not a file in a directory: " + file);
    }
    return directory;
  }
}
