package org.homekeep.core.backup.archive.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.RawTar;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.jspecify.annotations.Nullable;

/** The extractor into a directory: nothing beside it may change. */
public final class FuzzExtract {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1_000, 1 << 20, 2_000);
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  private FuzzExtract() {}

  /** Extracts a part, all of it or its {@code data}. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    try {
      Path dir = Files.createTempDirectory("fuzz");
      try {
        run(dir, data);
      } finally {
        delete(dir);
      }
    } catch (IOException disk) {
      throw new UncheckedIOException(disk);
    }
  }

  private static void run(Path dir, byte[] data) throws IOException {
    Path precious = Files.writeString(dir.resolve("precious"), "precious");
    Path around = Files.createDirectory(dir.resolve("around"));
    Files.setLastModifiedTime(precious, LONG_AGO);
    byte[] tar = FuzzInput.withChecksums(FuzzInput.rest(data, 1));
    ExtractOptions options =
        new ExtractOptions(data[0] % 2 == 0 ? "data" : "", path -> true, LIMITS, false);
    FuzzInput.typed(
        () ->
            new ArchiveExtractor(Optional.empty(), options)
                .extract(
                    new ByteArrayInputStream(RawTar.archiveOf(tar)),
                    "homeassistant",
                    around.resolve("target"),
                    ArchiveObserver.none()));
    boolean untouched =
        names(dir).equals(List.of("around", "precious"))
            && List.of("target").containsAll(names(around))
            && Files.readString(precious).equals("precious")
            && Files.getLastModifiedTime(precious).equals(LONG_AGO)
            && Files.getAttribute(precious, "unix:nlink").equals(1);
    if (!untouched) {
      throw new AssertionError("Something outside of the target changed.");
    }
  }

  private static List<String> names(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
              Files.setPosixFilePermissions(
                  directory, PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
