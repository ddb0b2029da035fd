package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A database of an archive, with its journals, as private files beside each other. */
final class CopiedDatabase {
  /** What is left free for everybody else on the disk. */
  private static final long RESERVE = 64L << 20;

  private final Path path;
  private boolean hasDatabase;
  private Optional<String> obstacle = Optional.empty();

  CopiedDatabase(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Whether there is more than a journal. */
  boolean hasDatabase() {
    return hasDatabase;
  }

  /** Why it could not be copied. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /**
   * Copies one of its files.
   *
   * @param suffix empty for the database itself
   * @param start what was read of the body already
   * @throws IOException only what reading the body throws
   */
  void add(String suffix, long size, byte[] start, InputStream body) throws IOException {
    hasDatabase |= suffix.isEmpty();
    if (obstacle.isPresent() || !hasRoom(suffix.isEmpty() ? size : 2 * size)) {
      return;
    }
    byte[] buffer = new byte[256 * 1024];
    Path file = sibling(suffix);
    try (FileChannel out = create(file)) {
      boolean going = write(out, start, start.length);
      int count = going ? body.read(buffer) : -1;
      while (count >= 0) {
        count = write(out, buffer, count) ? body.read(buffer) : -1;
      }
    }
  }

  /** A journal counts twice: SQLite takes it over into the database, too. */
  private boolean hasRoom(long size) throws IOException {
    long free = Files.getFileStore(directory()).getUsableSpace();
    if (free - RESERVE >= size) {
      return true;
    }
    obstacle =
        Optional.of(
            "The database was not checked: a copy of it needs %d MB in %s, and %d MB are free. Set TMPDIR to a directory with more room."
                .formatted((size + RESERVE) >> 20, directory(), free >> 20));
    return false;
  }

  private Path directory() {
    return path.resolveSibling("");
  }

  private static FileChannel create(Path file) throws IOException {
    Files.deleteIfExists(file);
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private boolean write(FileChannel out, byte[] data, int length) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(data, 0, length);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      return true;
    } catch (IOException failure) {
      obstacle =
          Optional.of(
              "The database was not checked: it could not be copied to %s: %s."
                  .formatted(directory(), failure.getMessage()));
      return false;
    }
  }

  /** Deletes the files, and those that SQLite made. */
  void delete() throws IOException {
    for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(sibling(suffix));
    }
  }

  private Path sibling(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }
}
