package org.homekeep.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a directory holds: path → a line with type, permissions, and digest or link target. Two
 * directories are the same when their snapshots are equal.
 */
public final class TreeSnapshot {
  private TreeSnapshot() {}

  /**
   * Looks at a directory.
   *
   * @param wanted which paths, relative and with {@code /}, are looked at
   */
  public static Map<String, String> of(Path root, Predicate<String> wanted) throws IOException {
    Map<String, String> snapshot = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> paths = walk.filter(path -> !path.equals(root)).toList();
      for (Path path : paths) {
        String name = root.relativize(path).toString().replace('\\', '/');
        if (wanted.test(name)) {
          snapshot.put(name, describe(path));
        }
      }
    }
    return snapshot;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    String mode =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "directory " + mode;
    }
    long seconds = Files.getLastModifiedTime(path).toInstant().getEpochSecond();
    return "file %s %d %s %s".formatted(mode, Files.size(path), seconds, sha256(path));
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
