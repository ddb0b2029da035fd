package org.homekeep.core.integration.custom;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one custom integration: a jar, or a directory of jars, one of which is the
 * integration and the others its libraries.
 *
 * @param name of the file or directory
 * @param domain what the integration's must be: the name of the directory
 */
public record PackageFiles(String name, Optional<String> domain, List<Path> jars) {
  private static final String SUFFIX = ".jar";
  private static final int MOST_JARS = 200;
  private static final long LARGEST = 128L << 20;

  public PackageFiles {
    jars = List.copyOf(jars);
  }

  /** All that lie in a directory, by name; none when there is no such directory. Blocking. */
  static List<PackageFiles> in(Path directory) throws IOException {
    List<PackageFiles> found = new ArrayList<>();
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IOException("it is a file and no directory");
    }
    if (Files.isDirectory(directory)) {
      for (Path path : children(directory)) {
        of(path).ifPresent(found::add);
      }
    }
    return found;
  }

  /** What lies at a path, if it is a jar or a directory with one. Blocking. */
  public static Optional<PackageFiles> of(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (Files.isDirectory(path)) {
      List<Path> jars = children(path).stream().filter(PackageFiles::isJar).toList();
      return jars.isEmpty()
          ? Optional.empty()
          : Optional.of(new PackageFiles(name, Optional.of(name), jars));
    }
    return isJar(path)
        ? Optional.of(new PackageFiles(name, Optional.empty(), List.of(path)))
        : Optional.empty();
  }

  /** Without the hidden ones, which are what a copy in progress is often named. */
  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    }
    return children.stream()
        .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
        .sorted(Comparator.comparing(path -> String.valueOf(path.getFileName())))
        .toList();
  }

  private static boolean isJar(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(SUFFIX) && Files.isRegularFile(path);
  }

  /**
   * These files as they are now, in a place where nobody replaces them while they are open.
   *
   * @throws LoadException when they are too many or too large
   */
  PackageFiles copiedTo(Path directory) throws IOException, LoadException {
    long size = 0;
    for (Path jar : jars) {
      size += Files.size(jar);
    }
    if (jars.size() > MOST_JARS || size > LARGEST) {
      throw new LoadException(
          LoadFailure.Kind.TOO_LARGE,
          "Its %d jars have %d MiB; %d jars and %d MiB are allowed."
              .formatted(jars.size(), size >> 20, MOST_JARS, LARGEST >> 20));
    }
    Files.createDirectories(directory);
    List<Path> copies = new ArrayList<>();
    for (Path jar : jars) {
      copies.add(
          Files.copy(
              jar,
              directory.resolve(String.valueOf(jar.getFileName())),
              StandardCopyOption.REPLACE_EXISTING));
    }
    return new PackageFiles(name, domain, copies);
  }

  /** What tells these files from others of their names. */
  String fingerprint() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path jar : jars) {
      text.append(jar.getFileName())
          .append(' ')
          .append(Files.size(jar))
          .append(' ')
          .append(Files.getLastModifiedTime(jar).toMillis())
          .append('\n');
    }
    return text.toString();
  }

  /** Deletes a directory and what is in it; does nothing when there is none. */
  static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
