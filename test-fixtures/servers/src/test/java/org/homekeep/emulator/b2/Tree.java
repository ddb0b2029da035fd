package org.homekeep.emulator.b2;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.homekeep.emulator.server.BodySink;

/** Directories of files with random content. */
final class Tree {
  private static final int BLOCK = 65_536;

  private Tree() {}

  /** Writes a file of random bytes, and the directories that it needs. */
  static Path file(Path path, long size, Random random) throws IOException {
    Files.createDirectories(path.getParent());
    byte[] block = new byte[BLOCK];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), BLOCK)) {
      for (long left = size; left > 0; left -= BLOCK) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, BLOCK));
      }
    }
    return path;
  }

  /** Name below the root → SHA-1 of the content. */
  static Map<String, String> content(Path root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        found.put(root.relativize(path).toString(), sha1(path));
      }
    }
    return found;
  }

  static String sha1(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested = new DigestInputStream(in, BodySink.digest("SHA-1"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }
  }
}
