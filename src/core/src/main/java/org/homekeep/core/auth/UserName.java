package org.homekeep.core.auth;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The name that a user logs in with: how two are compared, and which may be given anew
 * (framework.md §2.1).
 */
final class UserName {
  private static final int LONGEST = 64;

  /** Written together in one language, so that a mix of them is no disguise. */
  private static final Set<Set<UnicodeScript>> MIXED_IN_ONE_LANGUAGE =
      Set.of(
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

  private UserName() {}

  /** The form in which names are compared: without spaces around it, without case, composed. */
  static String normalize(String name) {
    // Upper case first: what folds to the same letters is the same name.
    String folded = name.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /**
   * Refuses a name that cannot be told from another one, or not be typed.
   *
   * @throws AccountException with a sentence for the person who chose it
   */
  static void requireUsable(String name) throws AccountException {
    if (name.isBlank()) {
      throw unusable("The user name is empty.");
    }
    if (name.codePointCount(0, name.length()) > LONGEST) {
      throw unusable("The user name is longer than %d characters.".formatted(LONGEST));
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFKC)
        || name.codePoints().anyMatch(UserName::isInvisible)) {
      throw unusable(
          "The user name has characters that cannot be seen or told apart. Choose another one.");
    }
    if (mixesScripts(name)) {
      throw unusable(
          "The user name mixes letters of different alphabets, which may look like another name. Choose another one.");
    }
  }

  /**
   * Refuses a name that is not in the form in which names are compared.
   *
   * @throws AccountException with the form that it ought to have
   */
  static void requireNormalized(String name) throws AccountException {
    if (!normalize(name).equals(name)) {
      throw unusable(
          "The user name must be in small letters and without spaces around it, like this: %s"
              .formatted(normalize(name)));
    }
  }

  private static boolean isInvisible(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean mixesScripts(String name) {
    EnumSet<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.remove(UnicodeScript.COMMON);
    scripts.remove(UnicodeScript.INHERITED);
    scripts.remove(UnicodeScript.UNKNOWN);
    return scripts.size() > 1
        && MIXED_IN_ONE_LANGUAGE.stream().noneMatch(language -> language.containsAll(scripts));
  }

  private static AccountException unusable(String message) {
    return new AccountException(AccountException.Reason.USER_NAME_UNUSABLE, message);
  }
}
