package org.homekeep.app.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A private directory for a while; closing removes it and the files in it.
 *
 * <p>While it is in use a file in it is locked, so that the next run can tell it from what a run
 * left that was killed: copies of databases that are not encrypted, above all.
 */
final class WorkDirectory implements AutoCloseable {
  /** What all their names begin with; they never become part of a backup. */
  static final String PREFIX = ".homekeep-archive-";

  /** The file that is locked. */
  static final String LOCK = "lock";

  private static final String UNLOCKED = "lock.new";
  private static final String VARIABLE = "TMPDIR";

  private final Path path;
  private final FileChannel lock;
  private final Leftovers leftovers;

  private WorkDirectory(Path path, FileChannel lock, Leftovers leftovers) {
    this.path = path;
    this.lock = lock;
    this.leftovers = leftovers;
  }

  /** In the place for temporary files: that of the environment, or the system's. */
  static WorkDirectory create(Terminal terminal) throws IOException, Trouble {
    String place = terminal.environment().getOrDefault(VARIABLE, "");
    Path directory = Path.of(place.isEmpty() ? System.getProperty("java.io.tmpdir", "") : place);
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw Trouble.withFile(
          "Temporary files are to be put into %s, and that is no directory one can write to. Set %s to one."
              .formatted(directory, VARIABLE));
    }
    return createIn(directory);
  }

  /** Beside something large, where there is likely more room; what others left there is removed. */
  static WorkDirectory createIn(Path directory) throws IOException {
    Path path = Files.createTempDirectory(directory, PREFIX);
    Leftovers leftovers = Leftovers.removedBeside(path);
    FileChannel lock =
        FileChannel.open(
            path.resolve(UNLOCKED), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      FileLock held = lock.tryLock();
      if (held != null) {
        // Under this name it is never seen without its lock.
        Files.move(path.resolve(UNLOCKED), path.resolve(LOCK));
      }
    } catch (IOException noLocks) {
      // Not every file system has them. What is left there can only be named.
    }
    return new WorkDirectory(path, lock, leftovers);
  }

  Path path() {
    return path;
  }

  /** What earlier runs left beside it and is gone now. */
  List<Path> removed() {
    return leftovers.removed();
  }

  /** What earlier runs may have left beside it, or others use. */
  List<Path> unclear() {
    return leftovers.unclear();
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    lock.close();
    Files.deleteIfExists(path);
  }
}
