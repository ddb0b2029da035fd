package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories with everything in them. */
final class Trees {
  private static final Logger LOG = LoggerFactory.getLogger(Trees.class);

  private Trees() {}

  /**
   * Deletes a directory and all in it, also what is read-only; links are not followed.
   *
   * @throws IOException also when another file system is mounted in it; then nothing is deleted
   */
  static void delete(Path root, Mounts mounts) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> mounted = mounts.below(root);
    if (!mounted.isEmpty()) {
      throw new IOException(
          "Other file systems are mounted in it and are not to be deleted: " + mounted);
    }
    delete(root);
  }

  /** Whether there is anything in a directory. */
  static boolean isFilled(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      return entries.iterator().hasNext();
    }
  }

  /** Whether there is anything in a directory, or below it, that is no directory. */
  static boolean holdsSomething(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.anyMatch(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private static void delete(Path root) throws IOException {
    makeEnterable(root);
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path directory, IOException failed)
              throws IOException {
            // A directory that may not be listed is made so, and then deleted on its own.
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                || (Files.isExecutable(directory) && Files.isReadable(directory))) {
              throw failed;
            }
            delete(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            makeEnterable(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void makeEnterable(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isWritable(directory)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** One change of the entries of a directory. */
  interface Change {
    void make() throws IOException;
  }

  /** Changes the entries of a directory, which keeps its time, and its mode if that forbids it. */
  static void within(Path directory, Change change) throws IOException {
    FileTime time = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS);
    Optional<Set<PosixFilePermission>> mode = Optional.empty();
    if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
      mode = Optional.of(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    try {
      change.make();
    } finally {
      setTime(directory, time);
      if (mode.isPresent()) {
        Files.setPosixFilePermissions(directory, mode.get());
      }
    }
  }

  /** Whoever may write to a directory need not be its owner, who alone may set its time. */
  private static void setTime(Path directory, FileTime time) {
    try {
      Files.setLastModifiedTime(directory, time);
    } catch (IOException notOurs) {
      LOG.atDebug()
          .addKeyValue("directory", directory)
          .setCause(notOurs)
          .log("A directory has the time of the restore now");
    }
  }

  /** Gives a directory the mode and the time of another, and its owner where that is allowed. */
  static void copyAttributes(Path from, Path to) throws IOException {
    FileTime time = Files.getLastModifiedTime(from, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(from, LinkOption.NOFOLLOW_LINKS);
    for (String owner : List.of("unix:uid", "unix:gid")) {
      try {
        Files.setAttribute(to, owner, Files.getAttribute(from, owner, LinkOption.NOFOLLOW_LINKS));
      } catch (IOException | UnsupportedOperationException notAllowed) {
        LOG.atDebug().addKeyValue("directory", to).setCause(notAllowed).log("No other owner");
      }
    }
    setTime(to, time);
    Files.setPosixFilePermissions(to, mode);
  }
}
