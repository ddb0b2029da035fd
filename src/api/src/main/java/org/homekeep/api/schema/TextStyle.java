package org.homekeep.api.schema;

import java.util.Optional;

/**
 * How a text is typed and what of it is accepted (framework.md §4.2).
 *
 * @param shortest number of characters, 0 for any
 * @param longest number of characters
 * @param letters what becomes of the letters before the length is counted
 * @param prefix shown before what is typed, such as {@code https://}; not part of the value
 * @param suffix shown after it
 * @param autocomplete what a browser may fill in, such as {@code username}
 */
public record TextStyle(
    Kind kind,
    int shortest,
    Optional<Integer> longest,
    Letters letters,
    Optional<String> prefix,
    Optional<String> suffix,
    Optional<String> autocomplete) {

  /** One line in which anything may stand. */
  public static final TextStyle PLAIN = TextStyle.of(Kind.LINE);

  /** What a text is. */
  public enum Kind {
    LINE,
    LINES,
    EMAIL,
    URL,
    TELEPHONE
  }

  /** What becomes of the letters of a text. */
  public enum Letters {
    AS_TYPED,
    LOWER,
    UPPER
  }

  public TextStyle {
    if (shortest < 0 || longest.filter(most -> most < Math.max(1, shortest)).isPresent()) {
      throw new IllegalArgumentException("No text is as long as that.");
    }
  }

  /** A kind without anything else. */
  public static TextStyle of(Kind kind) {
    return new TextStyle(
        kind,
        0,
        Optional.empty(),
        Letters.AS_TYPED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** This style with bounds on the number of characters, both inclusive. */
  public TextStyle between(int least, int most) {
    return new TextStyle(kind, least, Optional.of(most), letters, prefix, suffix, autocomplete);
  }

  /** This style with letters changed. */
  public TextStyle in(Letters changed) {
    return new TextStyle(kind, shortest, longest, changed, prefix, suffix, autocomplete);
  }

  /** This style with something shown before and after what is typed. */
  public TextStyle framed(Optional<String> before, Optional<String> after) {
    return new TextStyle(kind, shortest, longest, letters, before, after, autocomplete);
  }

  /** This style with what a browser may fill in. */
  public TextStyle filledWith(String what) {
    return new TextStyle(kind, shortest, longest, letters, prefix, suffix, Optional.of(what));
  }
}
