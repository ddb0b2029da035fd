package org.homekeep.core.validation;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts beside the class of an integration.
 *
 * @param manifest {@code manifest.json}
 * @param languages language → {@code translations/<language>.json}
 * @param quality {@code quality_scale.yaml}
 */
record IntegrationFiles(
    Optional<String> manifest, Map<String, String> languages, Optional<String> quality) {
  private static final String JSON = ".json";
  private static final long LARGEST = 1 << 20;

  IntegrationFiles {
    languages = Map.copyOf(languages);
  }

  /** Reads them from where the class was loaded: a jar or a directory of classes. */
  static IntegrationFiles beside(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("The class %s comes from no file.".formatted(type.getName()));
    }
    try {
      return in(Path.of(source.getLocation().toURI()), type.getPackageName().replace('.', '/'));
    } catch (URISyntaxException malformed) {
      throw new IOException(malformed);
    }
  }

  /**
   * Reads them from a jar or a directory.
   *
   * @param directory within it, with slashes
   */
  static IntegrationFiles in(Path home, String directory) throws IOException {
    if (Files.isDirectory(home)) {
      return read(home.resolve(directory));
    }
    try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + home.toUri()), Map.of())) {
      return read(jar.getPath("/").resolve(directory));
    }
  }

  private static IntegrationFiles read(Path directory) throws IOException {
    Map<String, String> languages = new TreeMap<>();
    Path translations = directory.resolve("translations");
    if (Files.isDirectory(translations)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(translations, "*" + JSON)) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          languages.put(name.substring(0, name.length() - JSON.length()), text(file));
        }
      }
    }
    return new IntegrationFiles(
        find(directory.resolve("manifest.json")),
        languages,
        find(directory.resolve(QualityClaims.FILE)));
  }

  private static Optional<String> find(Path file) throws IOException {
    return Files.isRegularFile(file) ? Optional.of(text(file)) : Optional.empty();
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("%s is larger than 1 MiB.".formatted(file));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException otherText) {
      throw new IOException("%s is no text in UTF-8.".formatted(file.getFileName()), otherText);
    }
  }
}
