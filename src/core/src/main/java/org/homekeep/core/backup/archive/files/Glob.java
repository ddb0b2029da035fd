package org.homekeep.core.backup.archive.files;

import java.util.List;

/**
 * A pattern over a whole relative path: {@code *} and {@code ?} stay within one name, {@code **} is
 * any number of names, also none.
 *
 * <p>Matching takes time proportional to pattern times path, whatever they are.
 */
public final class Glob {
  private static final String ANY_NAMES = "**";

  private final List<String> names;
  private final boolean anyDepth;

  /** A pattern; every text is one. */
  public Glob(String pattern) {
    this.names = List.of(pattern.split("/", -1));
    this.anyDepth = names.contains(ANY_NAMES);
  }

  /** Whether it matches a path, given as its names. */
  public boolean matches(List<String> path) {
    if (!anyDepth && path.size() != names.size()) {
      return false;
    }
    boolean[] reachable = new boolean[path.size() + 1];
    reachable[0] = true;
    for (String wanted : names) {
      boolean[] next = new boolean[path.size() + 1];
      if (wanted.equals(ANY_NAMES)) {
        boolean any = false;
        for (int i = 0; i <= path.size(); i++) {
          any |= reachable[i];
          next[i] = any;
        }
      } else {
        for (int i = 0; i < path.size(); i++) {
          next[i + 1] = reachable[i] && matchesName(wanted, path.get(i));
        }
      }
      reachable = next;
    }
    return reachable[path.size()];
  }

  /** The usual walk with one point of return: the last star. */
  private static boolean matchesName(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
