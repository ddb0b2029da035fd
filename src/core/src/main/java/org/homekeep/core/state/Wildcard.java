package org.homekeep.core.state;

/** Patterns in which {@code *} stands for any text and {@code ?} for any one character. */
final class Wildcard {
  private Wildcard() {}

  /** Whether all of the text fits. Takes no longer than the product of both lengths. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      boolean literal =
          p < pattern.length()
              && pattern.charAt(p) != '*'
              && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t));
      if (literal) {
        p++;
        t++;
      } else if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }
}
