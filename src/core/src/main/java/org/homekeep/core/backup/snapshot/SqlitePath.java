package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * A name by which SQLite reaches a file, for a while.
 *
 * <p>SQLite's driver takes names as text and ends them at a question mark. A file whose path is
 * more than that is reached through a link: SQLite follows it and finds the journals beside the
 * file itself, so that its locks hold for everybody.
 */
final class SqlitePath implements AutoCloseable {
  private final Path path;
  private final Optional<Path> link;
  private final Optional<Path> directory;

  private SqlitePath(Path path, Optional<Path> link, Optional<Path> directory) {
    this.path = path;
    this.link = link;
    this.directory = directory;
  }

  /**
   * A name for a file.
   *
   * @param work a directory for links; where it does not take them, they are temporary files
   */
  static SqlitePath of(Path file, Path work) throws IOException {
    Path absolute = file.toAbsolutePath();
    if (isText(absolute)) {
      return new SqlitePath(absolute, Optional.empty(), Optional.empty());
    }
    if (isText(work.toAbsolutePath())) {
      try {
        Path link = link(work.toAbsolutePath(), absolute);
        return new SqlitePath(link, Optional.of(link), Optional.empty());
      } catch (IOException | UnsupportedOperationException noLinks) {
        // Not every file system has them.
      }
    }
    Path directory = Files.createTempDirectory("homekeep-database-");
    try {
      Path link = link(directory, absolute);
      return new SqlitePath(link, Optional.of(link), Optional.of(directory));
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.deleteIfExists(directory);
      throw noLinks;
    }
  }

  private static Path link(Path directory, Path file) throws IOException {
    return Files.createSymbolicLink(directory.resolve("database-" + UUID.randomUUID()), file);
  }

  private static boolean isText(Path absolute) {
    String text = absolute.toString();
    return text.indexOf('?') < 0 && RawText.of(text).equals(NativeNames.pathBytes(absolute));
  }

  @Override
  public void close() throws IOException {
    if (link.isPresent()) {
      Files.deleteIfExists(link.get());
    }
    if (directory.isPresent()) {
      Files.deleteIfExists(directory.get());
    }
  }

  /** As the driver takes it. */
  @Override
  public String toString() {
    return path.toString();
  }
}
