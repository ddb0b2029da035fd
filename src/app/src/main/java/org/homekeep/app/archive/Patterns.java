package org.homekeep.app.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homekeep.core.backup.archive.files.Glob;

/**
 * The members that somebody wants. A pattern without a slash means a name at any depth, one with a
 * slash the whole path; a directory brings all that is in it. Without any pattern all is wanted.
 */
final class Patterns {
  private static final String ANYWHERE = "**/";

  private final Map<String, Wanted> patterns = new LinkedHashMap<>();

  /** A pattern as globs over the beginning of a path. */
  private static final class Wanted {
    final Glob glob;
    final Glob firstName;
    boolean used;

    Wanted(String pattern) {
      String path = pattern;
      while (path.startsWith("./")) {
        path = path.substring(2);
      }
      while (path.endsWith("/")) {
        path = path.substring(0, path.length() - 1);
      }
      this.glob = new Glob(path.contains("/") ? path : ANYWHERE + path);
      this.firstName = new Glob(path.contains("/") ? path.substring(0, path.indexOf('/')) : "**");
    }
  }

  Patterns(List<String> patterns) {
    patterns.forEach(pattern -> this.patterns.put(pattern, new Wanted(pattern)));
  }

  /** Whether something in a part may be wanted. */
  boolean mayWant(String part) {
    return patterns.isEmpty()
        || patterns.values().stream().anyMatch(wanted -> wanted.firstName.matches(List.of(part)));
  }

  /** Whether a member is wanted; every pattern that fits is noted as used. */
  boolean want(String path) {
    if (patterns.isEmpty()) {
      return true;
    }
    List<String> names = MemberName.names(path);
    boolean any = false;
    for (Wanted wanted : patterns.values()) {
      if (fits(wanted.glob, names)) {
        wanted.used = true;
        any = true;
      }
    }
    return any;
  }

  private static boolean fits(Glob glob, List<String> names) {
    for (int depth = names.size(); depth > 0; depth--) {
      if (glob.matches(names.subList(0, depth))) {
        return true;
      }
    }
    return false;
  }

  /** The patterns that fitted nothing so far. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    patterns.forEach(
        (text, wanted) -> {
          if (!wanted.used) {
            unused.add(text);
          }
        });
    return unused;
  }

  /** Complains about the patterns that fitted nothing; gives the exit code. */
  int settle(Voice voice) {
    for (String pattern : unused()) {
      voice.complain(
          "Nothing in the archive fits '%s'. Patterns are compared with paths such as homeassistant/data/configuration.yaml; 'homekeep archive list' shows them all."
              .formatted(Printable.of(pattern)));
    }
    return unused().isEmpty() ? Exit.OK : Exit.PROBLEM;
  }
}
