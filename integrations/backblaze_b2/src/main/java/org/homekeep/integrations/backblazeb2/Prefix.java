package org.homekeep.integrations.backblazeb2;

import java.nio.charset.StandardCharsets;

/** The rules for the folder that holds the backups (b2-and-cloud.md §A.2, §C.4). */
final class Prefix {
  /** A name in B2 has at most 1024 bytes; a backup's own part takes up to 250 of them. */
  private static final int MAX_BYTES = 700;

  private static final int MAX_SEGMENT_BYTES = 250;

  private Prefix() {}

  /** The prefix as it is stored: without blanks around it, and ending with a slash. */
  static String normalise(String typed) {
    String prefix = Typed.stripped(typed);
    return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
  }

  /** Whether objects can be stored under a normalised prefix. */
  static boolean isLegal(String prefix) {
    if (prefix.isEmpty()) {
      return true;
    }
    return !prefix.startsWith("/")
        && !prefix.contains("//")
        && prefix.codePoints().noneMatch(Prefix::isForbidden)
        && bytes(prefix) <= MAX_BYTES
        && longestSegment(prefix) <= MAX_SEGMENT_BYTES;
  }

  /** A legal prefix that is as near as possible to an illegal one, to be shown to people. */
  static String nearestLegal(String prefix) {
    StringBuilder result = new StringBuilder();
    for (String segment : prefix.split("/", -1)) {
      StringBuilder kept = new StringBuilder();
      segment
          .codePoints()
          .filter(character -> !isForbidden(character))
          .limit(MAX_SEGMENT_BYTES / 4)
          .forEach(kept::appendCodePoint);
      if (!kept.isEmpty() && bytes(result.toString() + kept) < MAX_BYTES) {
        result.append(kept).append('/');
      }
    }
    return result.isEmpty() ? "backups/" : result.toString();
  }

  private static boolean isForbidden(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }

  private static int longestSegment(String prefix) {
    int longest = 0;
    for (String segment : prefix.split("/", -1)) {
      longest = Math.max(longest, bytes(segment));
    }
    return longest;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
