package org.homekeep.core.backup.archive;

import java.io.IOException;
import java.net.URI;
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

/** A directory with every kind of name, size and link that a disk can have. */
final class RandomTree {
  private static final int[] BORDERS = {0, 512, 1024, 10_240, 32_768, 65_536, 262_144};
  private static final String[] MODES = {"rw-r--r--", "rw-------", "rwxr-xr-x", "r--r--r--"};

  private final Random random;
  private int count;

  private RandomTree(Random random) {
    this.random = random;
  }

  static void fill(Path root, Random random) throws IOException {
    RandomTree tree = new RandomTree(random);
    tree.fill(root, 4);
    Path deep = root;
    for (int i = 0; i < 40; i++) {
      deep = Files.createDirectory(deep.resolve("deep-" + i));
    }
    Files.writeString(deep.resolve("bottom"), "here");
    tree.stamp(root);
  }

  private void fill(Path directory, int depth) throws IOException {
    int children = random.nextInt(8);
    for (int i = 0; i < children; i++) {
      Path child = child(directory);
      switch (random.nextInt(5)) {
        case 0 -> {
          Files.createDirectory(child);
          if (depth > 0) {
            fill(child, depth - 1);
          }
        }
        case 1 -> Files.createSymbolicLink(child, link());
        default -> Files.write(child, content());
      }
    }
  }

  /** The count keeps names apart, since a disk may take two of them for one. */
  private Path child(Path directory) {
    StringBuilder name = new StringBuilder().append(count++);
    int length =
        switch (random.nextInt(4)) {
          case 0 -> 1 + random.nextInt(4);
          case 1 -> 90 + random.nextInt(20);
          case 2 -> 200 + random.nextInt(40);
          default -> 10;
        };
    boolean text = random.nextBoolean();
    while (name.length() < length) {
      int b = 1 + random.nextInt(255);
      name.append((char) (text ? 'a' + b % 26 : b == '/' ? '_' : b));
    }
    return directory.resolve(raw(name.toString()));
  }

  /** A name whose bytes are these characters. */
  private static Path raw(String latin) {
    StringBuilder encoded = new StringBuilder("file:///");
    for (byte b : latin.getBytes(StandardCharsets.ISO_8859_1)) {
      encoded
          .append('%')
          .append(Character.forDigit((b >> 4) & 15, 16))
          .append(Character.forDigit(b & 15, 16));
    }
    Path name = Path.of(URI.create(encoded.toString())).getFileName();
    if (name == null) {
      throw new AssertionError("No name: " + latin);
    }
    return name;
  }

  private Path link() {
    return switch (random.nextInt(4)) {
      case 0 -> Path.of("/nonexistent/ü");
      case 1 -> Path.of("../".repeat(1 + random.nextInt(60)) + "x");
      case 2 -> raw("\u00ff\u00fe" + count);
      default -> Path.of("x".repeat(1 + random.nextInt(200)));
    };
  }

  private byte[] content() {
    int size = Math.max(0, BORDERS[random.nextInt(BORDERS.length)] + random.nextInt(3) - 1);
    byte[] content = new byte[size];
    if (random.nextBoolean()) {
      random.nextBytes(content);
    }
    return content;
  }

  private void stamp(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              String mode = MODES[random.nextInt(MODES.length)];
              Files.setLastModifiedTime(file, time());
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
              throws IOException {
            Files.setLastModifiedTime(directory, time());
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private FileTime time() {
    return FileTime.from(
        Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000)));
  }

  /** Every path by its bytes, with kind, mode, time and content. */
  static SortedMap<String, String> describe(Path root) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    int skipped = root.toUri().getRawPath().length();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            put(directory, "directory" + attributes(directory));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            put(
                file,
                attributes.isSymbolicLink()
                    ? "-> "
                        + file.resolveSibling(Files.readSymbolicLink(file))
                            .toUri()
                            .getRawPath()
                            .replace(file.resolveSibling("").toUri().getRawPath(), "")
                    : Vectors.sha256(Files.readAllBytes(file)) + attributes(file));
            return FileVisitResult.CONTINUE;
          }

          private void put(Path path, String what) {
            String raw = path.toUri().getRawPath();
            all.put(raw.length() <= skipped ? "" : raw.substring(skipped), what);
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
