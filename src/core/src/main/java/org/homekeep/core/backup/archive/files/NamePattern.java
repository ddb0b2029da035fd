package org.homekeep.core.backup.archive.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A pattern over one name: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, and a backslash
 * before what is meant as it is. Matching takes time proportional to pattern times name.
 */
final class NamePattern {
  private final List<Part> parts;

  /**
   * One step of a pattern.
   *
   * @param isStar any number of characters, else exactly one
   */
  private record Part(boolean isStar, IntPredicate fits) {
    static Part one(IntPredicate fits) {
      return new Part(false, fits);
    }
  }

  private NamePattern(List<Part> parts) {
    this.parts = parts;
  }

  /** A pattern; empty for a bracket that is not closed and a backslash at the end. */
  static Optional<NamePattern> parse(String text, boolean ignoreCase) {
    int[] chars = text.codePoints().toArray();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] == '*') {
        parts.add(new Part(true, c -> true));
      } else if (chars[i] == '?') {
        parts.add(Part.one(c -> true));
      } else if (chars[i] == '[') {
        int end = closing(chars, i);
        if (end < 0) {
          return Optional.empty();
        }
        parts.add(Part.one(either(bracket(chars, i + 1, end), ignoreCase)));
        i = end;
      } else if (chars[i] == '\\') {
        if (++i == chars.length) {
          return Optional.empty();
        }
        parts.add(Part.one(one(chars[i], ignoreCase)));
      } else {
        parts.add(Part.one(one(chars[i], ignoreCase)));
      }
    }
    return Optional.of(new NamePattern(List.copyOf(parts)));
  }

  private static IntPredicate one(int wanted, boolean ignoreCase) {
    return either(c -> c == wanted, ignoreCase);
  }

  private static IntPredicate either(IntPredicate exact, boolean ignoreCase) {
    return ignoreCase
        ? c ->
            exact.test(c)
                || exact.test(Character.toLowerCase(c))
                || exact.test(Character.toUpperCase(c))
        : exact;
  }

  /** Where a bracket ends; one that comes first stands for itself. */
  private static int closing(int[] chars, int open) {
    int first = open + 1;
    if (first < chars.length && (chars[first] == '!' || chars[first] == '^')) {
      first++;
    }
    for (int i = first; i < chars.length; i++) {
      if (chars[i] == '\\') {
        i++;
      } else if (chars[i] == ']' && i > first) {
        return i;
      }
    }
    return -1;
  }

  private static IntPredicate bracket(int[] chars, int from, int end) {
    boolean negated = chars[from] == '!' || chars[from] == '^';
    IntPredicate any = c -> false;
    for (int i = negated ? from + 1 : from; i < end; i++) {
      i += chars[i] == '\\' ? 1 : 0;
      int low = chars[i];
      int high = low;
      if (i + 2 < end && chars[i + 1] == '-') {
        i += 2;
        i += chars[i] == '\\' ? 1 : 0;
        high = chars[i];
      }
      int last = high;
      any = any.or(c -> c >= low && c <= last);
    }
    return negated ? any.negate() : any;
  }

  /** The usual walk with one point of return: the last star. */
  boolean matches(String name) {
    int[] chars = name.codePoints().toArray();
    int p = 0;
    int n = 0;
    int star = -1;
    int mark = 0;
    while (n < chars.length) {
      if (p < parts.size() && parts.get(p).isStar()) {
        star = p++;
        mark = n;
      } else if (p < parts.size() && parts.get(p).fits().test(chars[n])) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < parts.size() && parts.get(p).isStar()) {
      p++;
    }
    return p == parts.size();
  }
}
