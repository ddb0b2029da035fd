package org.homekeep.frontend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the page as they are packed. */
final class PageSource {
  /** A module's name in an import, of ours and of what Lit's build has made. */
  private static final Pattern IMPORT =
      Pattern.compile("(?:\\bfrom\\s*|\\bimport\\s*|\\bimport\\(\\s*)\"([\\w@./-]+)\"");

  private static final Pattern STATIC_IMPORT =
      Pattern.compile("(?:\\bfrom\\s*|\\bimport\\s*)\"([\\w@./-]+)\"");

  private static final Pattern MAPPED =
      Pattern.compile("\"([a-z@/-]+(?:\\.js)?)\": \"\\{\\{files}}/([^\"]+)\"");

  /** Comments may name what code may not have. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "/\\*.*?\\*/|^\\s*//[^\\n]*|(?<=[;{},)]\\s)//[^\\n]*",
          Pattern.DOTALL | Pattern.MULTILINE);

  private final Path root = root();
  private final Map<String, String> importMap = importMap();

  private static Path root() {
    try {
      URL index = Objects.requireNonNull(PageSource.class.getResource("index.html"));
      return Objects.requireNonNull(Path.of(index.toURI()).getParent());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Map<String, String> importMap() {
    return MAPPED
        .matcher(read("index.html"))
        .results()
        .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
  }

  String read(String name) {
    try {
      return Files.readString(root.resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  boolean has(String name) {
    return Files.isRegularFile(root.resolve(name));
  }

  /** What we wrote ourselves: name → content without comments. */
  Map<String, String> own(String ending) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(ending) && !name.startsWith("lib/"))
          .collect(
              Collectors.toMap(
                  name -> name,
                  name -> COMMENT.matcher(read(name)).replaceAll(""),
                  (one, other) -> one,
                  TreeMap::new));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The texts of the page: name → content. */
  Map<String, String> languages() {
    return own(".json").entrySet().stream()
        .filter(file -> file.getKey().startsWith("texts/"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The files that a module imports at any time, under their names. */
  Set<String> importsOf(String module) {
    return imports(module, IMPORT);
  }

  /** The modules that have to be there before this one runs, and itself. */
  Set<String> neededBy(String module) {
    Set<String> found = new LinkedHashSet<>();
    collect(module, found);
    return found;
  }

  private void collect(String module, Set<String> found) {
    if (found.add(module)) {
      imports(module, STATIC_IMPORT).forEach(next -> collect(next, found));
    }
  }

  private Set<String> imports(String module, Pattern kind) {
    return kind.matcher(COMMENT.matcher(read(module)).replaceAll(""))
        .results()
        .map((MatchResult found) -> resolved(module, found.group(1)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String resolved(String module, String specifier) {
    if (specifier.startsWith(".")) {
      return Path.of(module).resolveSibling(specifier).normalize().toString().replace('\\', '/');
    }
    return importMap.entrySet().stream()
        .filter(
            entry ->
                specifier.equals(entry.getKey())
                    || (entry.getKey().endsWith("/") && specifier.startsWith(entry.getKey())))
        .map(entry -> entry.getValue() + specifier.substring(entry.getKey().length()))
        .findFirst()
        .orElse(specifier);
  }
}
