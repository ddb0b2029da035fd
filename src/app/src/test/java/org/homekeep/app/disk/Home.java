package org.homekeep.app.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.testkit.TreeSnapshot;

/**
 * The directories of a hub with a few files in its data.
 *
 * @param root has all of them below it
 */
record Home(Path root) {
  /** What no backup contains, and a restore keeps as it is. */
  static final String LEFT_OUT = "recordings/";

  Path config() {
    return root.resolve("config");
  }

  Path data() {
    return root.resolve("data");
  }

  /** Makes the data. */
  void furnish() throws IOException {
    Files.createDirectories(data().resolve("scripts"));
    for (int i = 0; i < 3; i++) {
      Files.writeString(data().resolve("room_%d.yaml".formatted(i)), "room: %d\n".formatted(i));
    }
    Files.writeString(data().resolve("scripts/evening.yaml"), "lights: off\n");
    Files.createDirectories(data().resolve(LEFT_OUT).resolve("door"));
    Files.writeString(data().resolve(LEFT_OUT).resolve("door/monday.mp4"), "a visitor\n");
    Files.writeString(data().resolve(LEFT_OUT).resolve("garden.mp4"), "a cat\n");
    change(0);
  }

  /** Changes the data. */
  void change(int number) throws IOException {
    Files.writeString(data().resolve("automations.yaml"), "number: %d\n".formatted(number));
    Files.writeString(data().resolve("new_%d.yaml".formatted(number % 3)), "new\n");
  }

  /** What the data is. */
  Map<String, String> snapshot() throws IOException {
    return TreeSnapshot.of(data(), name -> true);
  }

  /**
   * Takes the place of what is at another root. Documents that a running hub is just writing are
   * left out, as if it had been killed then.
   */
  Home copyTo(Path other) throws IOException {
    empty(other);
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes found)
              throws IOException {
            if (!directory.equals(root)) {
              Files.copy(
                  directory,
                  other.resolve(root.relativize(directory)),
                  StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            if (!isBeingWritten(file)) {
              Files.copy(
                  file, other.resolve(root.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            return isBeingWritten(file)
                ? FileVisitResult.CONTINUE
                : super.visitFileFailed(file, why);
          }
        });
    return new Home(other);
  }

  private static boolean isBeingWritten(Path file) {
    return file.toString().endsWith(".new");
  }

  private static void empty(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(directory)) {
          Files.delete(path);
        }
      }
    }
  }

  /** Whether a restore was ordered and has not begun. */
  boolean isRestoreOrdered() {
    return Files.exists(config().resolve(".HA_RESTORE"));
  }

  /** What should not be there while nothing is under way: files half written, or forgotten. */
  List<String> leftOver() throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : names(config().resolve("backups"))) {
      if (!name.endsWith(".tar")) {
        found.add("backups/" + name);
      }
    }
    names(config().resolve("tmp_backups")).forEach(name -> found.add("tmp_backups/" + name));
    for (String name : names(config().resolve(".storage"))) {
      if (name.endsWith(".new") || name.contains(".corrupt")) {
        found.add(".storage/" + name);
      }
    }
    for (String name : names(config())) {
      if (name.startsWith(".homekeep") || name.startsWith(".HA_RESTORE") || name.endsWith(".new")) {
        found.add(name);
      }
    }
    for (String name : names(data())) {
      if (name.startsWith(".homekeep")) {
        found.add("data/" + name);
      }
    }
    return found;
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
