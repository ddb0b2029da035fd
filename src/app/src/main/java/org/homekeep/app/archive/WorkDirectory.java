package org.homekeep.app.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A private directory for a while; closing removes it and the files in it. */
final class WorkDirectory implements AutoCloseable {
  private static final String VARIABLE = "TMPDIR";
  private static final String PREFIX = ".homekeep-archive-";

  private final Path path;

  private WorkDirectory(Path path) {
    this.path = path;
  }

  /** In the place for temporary files: that of the environment, or the system's. */
  static WorkDirectory create(Terminal terminal) throws IOException {
    String place = terminal.environment().getOrDefault(VARIABLE, "");
    return place.isEmpty()
        ? new WorkDirectory(Files.createTempDirectory(PREFIX))
        : createIn(Path.of(place));
  }

  /** Beside something large, where there is likely more room. */
  static WorkDirectory createIn(Path directory) throws IOException {
    return new WorkDirectory(Files.createTempDirectory(directory, PREFIX));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }
}
