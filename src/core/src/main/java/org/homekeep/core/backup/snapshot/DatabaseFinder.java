package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds SQLite databases by their first bytes, whatever their names.
 *
 * <p>Looks at a file only while SQLite in this process has it not open: closing a file drops the
 * locks that a process holds on it.
 */
final class DatabaseFinder {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private DatabaseFinder() {}

  /** What a directory holds. */
  record Found(List<Path> databases, long totalBytes, long databaseBytes) {}

  /**
   * Walks a directory, which is no link itself; links are not followed.
   *
   * @param skipped paths, relative to the directory, that are not looked at
   */
  static Found find(Path directory, PathFilter skipped) throws IOException {
    Walk walk = new Walk(directory, skipped);
    Files.walkFileTree(directory, walk);
    return new Found(List.copyOf(walk.databases), walk.totalBytes, walk.databaseBytes);
  }

  /** Whether a file begins as a database does; false when it cannot be seen. */
  static boolean isDatabase(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (NoSuchFileException | AccessDeniedException unseen) {
      return false;
    }
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final PathFilter skipped;
    private final List<Path> databases = new ArrayList<>();
    private long totalBytes;
    private long databaseBytes;

    Walk(Path root, PathFilter skipped) {
      this.root = root;
      this.skipped = skipped;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      boolean isRoot = directory.equals(root);
      return !isRoot && skipped.test(root.relativize(directory))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && !skipped.test(root.relativize(file))) {
        totalBytes += attributes.size();
        if (attributes.size() > MAGIC.length && isDatabase(file)) {
          databases.add(file);
          databaseBytes += attributes.size();
        }
      }
      return FileVisitResult.CONTINUE;
    }

    /** What cannot be seen now is left to the writer of the archive, which says so. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
      return FileVisitResult.CONTINUE;
    }
  }
}
