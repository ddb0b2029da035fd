package org.homekeep.integrations.backblazeb2;

/** What people typed or pasted; a pure function. */
final class Typed {
  private Typed() {}

  /**
   * The text without what cannot be seen at its ends: blanks, no-break and zero-width spaces among
   * them, which come with what is copied from web pages.
   */
  static String stripped(String typed) {
    int from = 0;
    int to = typed.length();
    while (from < to && isUnseen(typed.charAt(from))) {
      from++;
    }
    while (to > from && isUnseen(typed.charAt(to - 1))) {
      to--;
    }
    return typed.substring(from, to);
  }

  private static boolean isUnseen(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.getType(character) == Character.FORMAT;
  }
}
