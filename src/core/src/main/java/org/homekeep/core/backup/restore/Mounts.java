package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * Other file systems within a directory. They move along when a directory above them is renamed,
 * and what is deleted below it is deleted on them.
 */
interface Mounts {
  /** The mount points below a directory, the directory itself apart; resolved, in no order. */
  List<Path> below(Path directory) throws IOException;

  /** Those of this machine: as Linux lists them, elsewhere where a directory's device differs. */
  static Mounts ofThisMachine() {
    return directory -> {
      Path real;
      try {
        real = directory.toRealPath();
      } catch (NoSuchFileException none) {
        return List.of();
      }
      List<Path> all;
      try {
        all = parse(Files.readAllBytes(Path.of("/proc/self/mountinfo")));
      } catch (NoSuchFileException notLinux) {
        return byDevice(real);
      }
      return all.stream()
          .filter(mount -> mount.startsWith(real) && !mount.equals(real))
          .distinct()
          .toList();
    };
  }

  /** Reads {@code /proc/self/mountinfo}: the fifth word of each line, with escapes in octal. */
  static List<Path> parse(byte[] mountinfo) {
    // One character for each byte: a name needs not be UTF-8.
    String text = new String(mountinfo, StandardCharsets.ISO_8859_1);
    return text.lines()
        .map(line -> line.split(" ", 6))
        .filter(words -> words.length == 6)
        .map(words -> unescaped(words[4]).getBytes(StandardCharsets.ISO_8859_1))
        .map(bytes -> NativeNames.pathOf(RawText.of(bytes)))
        .toList();
  }

  private static String unescaped(String word) {
    return Pattern.compile("\\\\([0-7]{3})")
        .matcher(word)
        .replaceAll(
            found ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(found.group(1), 8))));
  }

  /** For systems that do not list their mounts. */
  static List<Path> byDevice(Path directory) throws IOException {
    Object device = device(directory);
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (device(each).equals(device)) {
              return FileVisitResult.CONTINUE;
            }
            found.add(each);
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path each, IOException failed) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }
}
