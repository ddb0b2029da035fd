package org.homekeep.core.backup.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Random directories, and what is in a directory as something to compare. */
final class TestTree {
  private static final String[] NAMES = {
    "a", "configuration.yaml", "mit leerzeichen", "ümläut", "日本語", "x".repeat(120), "%41", "e\u0301"
  };

  private TestTree() {}

  /** Fills a directory with files, directories and links that a seed decides on. */
  static void fill(Path root, long seed) throws IOException {
    Random random = new Random(seed);
    fill(root, random, 3);
    Files.createSymbolicLink(root.resolve("zz link"), Path.of("nowhere/ümläut"));
    Files.createSymbolicLink(root.resolve("zz absolute"), Path.of("/nonexistent/homekeep"));
    Files.createDirectory(root.resolve("zz empty"));
    stamp(root, random);
  }

  private static void fill(Path directory, Random random, int depth) throws IOException {
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      Path child = directory.resolve(NAMES[random.nextInt(NAMES.length)] + i);
      if (depth > 0 && random.nextInt(3) == 0) {
        Files.createDirectory(child);
        fill(child, random, depth - 1);
      } else {
        byte[] content = new byte[size(random)];
        random.nextBytes(content);
        if (random.nextBoolean()) {
          content = "recorder: 1\n".repeat(content.length / 12).getBytes(StandardCharsets.UTF_8);
        }
        Files.write(child, content);
      }
    }
  }

  private static int size(Random random) {
    int[] sizes = {0, 1, 511, 512, 513, 10_239, 70_000, 300_000};
    return sizes[random.nextInt(sizes.length)];
  }

  private static void stamp(Path root, Random random) throws IOException {
    String[] modes = {"rw-r--r--", "rw-------", "rwxr-x---"};
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              String mode = modes[random.nextInt(modes.length)];
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
              Files.setLastModifiedTime(file, time(random));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
              throws IOException {
            Files.setLastModifiedTime(directory, time(random));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static FileTime time(Random random) {
    return FileTime.from(
        Instant.ofEpochSecond(
            1_700_000_000 + random.nextInt(10_000_000), random.nextInt(1_000_000) * 1000L));
  }

  /** Path → kind, mode, time and content of everything below a directory. */
  static SortedMap<String, String> describe(Path root) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            all.put(root.relativize(directory).toString(), "dir" + attributes(directory));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            all.put(
                root.relativize(file).toString(),
                attributes.isSymbolicLink()
                    ? "-> " + Files.readSymbolicLink(file)
                    : Vectors.sha256(Files.readAllBytes(file)) + attributes(file));
            return FileVisitResult.CONTINUE;
          }
        });
    return all;
  }

  private static String attributes(Path path) throws IOException {
    return " "
        + PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
        + " "
        + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
  }
}
