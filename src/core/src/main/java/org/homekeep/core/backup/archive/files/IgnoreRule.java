package org.homekeep.core.backup.archive.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** One line of {@link IgnoreRules}. */
final class IgnoreRule {
  private static final Pattern ANY_NAMES = Pattern.compile("\\*{2,}");

  private final boolean negated;
  private final boolean directoriesOnly;

  /** Empty stands for any number of names, also none. */
  private final List<Optional<NamePattern>> names;

  private IgnoreRule(boolean negated, boolean directoriesOnly, List<Optional<NamePattern>> names) {
    this.negated = negated;
    this.directoriesOnly = directoriesOnly;
    this.names = List.copyOf(names);
  }

  /** Whether a line says nothing: it is blank, or a comment. */
  static boolean isBlank(String line) {
    return line.isBlank() || line.startsWith("#");
  }

  /** A rule; empty when the line is none. */
  static Optional<IgnoreRule> parse(String line, boolean ignoreCase) {
    String rest = withoutSpacesAtTheEnd(line);
    boolean negated = rest.startsWith("!");
    rest = negated ? rest.substring(1) : rest;
    boolean directoriesOnly = rest.endsWith("/");
    rest = directoriesOnly ? rest.substring(0, rest.length() - 1) : rest;
    boolean anchored = rest.contains("/");
    rest = rest.startsWith("/") ? rest.substring(1) : rest;
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    List<Optional<NamePattern>> names = new ArrayList<>();
    if (!anchored) {
      names.add(Optional.empty());
    }
    String[] parts = rest.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean any = anchored && ANY_NAMES.matcher(parts[i]).matches();
      if (any) {
        names.add(Optional.empty());
      }
      if (!any || i == parts.length - 1) {
        // At the end it is all that is in a directory, and not the directory.
        Optional<NamePattern> name = NamePattern.parse(parts[i], ignoreCase);
        if (parts[i].isEmpty() || name.isEmpty()) {
          return Optional.empty();
        }
        names.add(name);
      }
    }
    return Optional.of(new IgnoreRule(negated, directoriesOnly, names));
  }

  private static String withoutSpacesAtTheEnd(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !isEscaped(line, end - 1)) {
      end--;
    }
    return line.substring(0, end);
  }

  private static boolean isEscaped(String line, int index) {
    int backslashes = 0;
    while (backslashes < index && line.charAt(index - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  boolean isNegated() {
    return negated;
  }

  boolean matches(List<String> path, BooleanSupplier isDirectory) {
    boolean[] reachable = new boolean[path.size() + 1];
    reachable[0] = true;
    for (Optional<NamePattern> wanted : names) {
      boolean[] next = new boolean[path.size() + 1];
      boolean any = false;
      for (int i = 0; i <= path.size(); i++) {
        any |= reachable[i];
        if (wanted.isEmpty()) {
          next[i] = any;
        } else if (i < path.size()) {
          next[i + 1] = reachable[i] && wanted.get().matches(path.get(i));
        }
      }
      reachable = next;
    }
    return reachable[path.size()] && (!directoriesOnly || isDirectory.getAsBoolean());
  }
}
