package org.homekeep.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Files of a home, in bulk. */
final class HomeFiles {
  private HomeFiles() {}

  /** A text that no compression makes much smaller. */
  static String noise(int characters) {
    byte[] text = new byte[characters];
    new Random(7).nextBytes(text);
    for (int i = 0; i < characters; i++) {
      text[i] = (byte) (' ' + (text[i] & 0x3f));
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** Deletes everything in a directory, and not the directory itself. */
  static void empty(Path directory) {
    try (Stream<Path> found = Files.walk(directory)) {
      List<Path> deepestFirst =
          found.filter(path -> !path.equals(directory)).sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The archives that lie on this system. */
  static List<Path> archives(Home home) {
    try (Stream<Path> found = Files.list(home.config.resolve("backups"))) {
      return found.filter(file -> file.toString().endsWith(".tar")).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Changes a byte in the middle of each archive that lies on this system. */
  static void damageArchives(Home home) {
    try {
      for (Path archive : archives(home)) {
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Uploads an archive to this system. */
  static void take(Home home, Path archive) {
    try {
      home.http()
          .upload("/api/backup/upload?agent_id=" + Home.LOCAL, archive, archive.toFile().getName());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
