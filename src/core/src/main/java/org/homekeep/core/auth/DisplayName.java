package org.homekeep.core.auth;

import org.homekeep.core.auth.AccountException.Reason;

/**
 * The name by which people know a user: any text that draws nothing but itself. A terminal obeys
 * control characters, and marks of direction turn what stands beside them around.
 */
public final class DisplayName {
  private static final int LONGEST = 200;
  private static final String INSTEAD = "\uFFFD";

  private DisplayName() {}

  /**
   * Refuses a name that cannot be shown in a line of its own.
   *
   * @throws AccountException with a sentence for the person who chose it
   */
  static void requireUsable(String name) throws AccountException {
    if (name.isBlank() || name.length() > LONGEST) {
      throw new AccountException(
          Reason.USER_NAME_UNUSABLE, "The name must have 1 to %d characters.".formatted(LONGEST));
    }
    if (!shown(name).equals(name)) {
      throw new AccountException(
          Reason.USER_NAME_UNUSABLE,
          "The name has characters that cannot be seen. Choose another one.");
    }
  }

  /** A name that may come from elsewhere, as it may be printed. */
  public static String shown(String name) {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .forEach(
            character -> {
              if (draws(character)) {
                shown.appendCodePoint(character);
              } else {
                shown.append(INSTEAD);
              }
            });
    return shown.toString();
  }

  private static boolean draws(int character) {
    int type = Character.getType(character);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && !turnsDirection(character);
  }

  /** The marks that Unicode calls Bidi_Control. */
  private static boolean turnsDirection(int character) {
    return character == 0x061C
        || character == 0x200E
        || character == 0x200F
        || (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069);
  }
}
