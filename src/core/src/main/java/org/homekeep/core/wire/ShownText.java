package org.homekeep.core.wire;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A sentence for people, whatever texts of outside it is made of: the name of a file or a backup,
 * the words of a location. What would move a cursor, change colours, begin another line or turn the
 * direction of reading around is shown by its number, and nothing is endless. What was shown once
 * stays as it is.
 */
public final class ShownText {
  /** In characters; two of the longest paths there can be, and some words. */
  public static final int LONGEST = 10_000;

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /** What a stack trace goes on with; other ends of lines are in a message. */
  private static final Pattern NEXT_LINE = Pattern.compile("\\R(?=\\t|Caused by: )");

  private ShownText() {}

  /** The text, no longer than {@link #LONGEST}; of a control character its number. */
  public static String of(String text) {
    return of(text, LONGEST);
  }

  /**
   * The same with another bound.
   *
   * @param longest characters of what is shown. What is in the middle is left out: the end of a
   *     sentence says what to do
   */
  public static String of(String text, int longest) {
    if (text.length() > longest) {
      return ends(text, (longest - 1) / 2);
    }
    if (text.codePoints().allMatch(ShownText::isPlain)) {
      return text;
    }
    String shown = text.codePoints().mapToObj(ShownText::character).collect(Collectors.joining());
    return shown.length() <= longest ? shown : ends(text, (longest - 1) / 2);
  }

  /**
   * A text whose lines are its own, such as a list; whoever makes it knows where they come from.
   */
  public static String ofLines(String text, int longest) {
    String shown = text.lines().map(ShownText::of).collect(Collectors.joining("\n"));
    return shown.length() <= longest ? shown : of(text, longest);
  }

  private static String ends(String text, int each) {
    StringBuilder start = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      if (start.length() + character(character).length() > each) {
        break;
      }
      start.append(character(character));
      at += Character.charCount(character);
    }
    StringBuilder end = new StringBuilder();
    for (int at = text.length(); at > 0; ) {
      int character = text.codePointBefore(at);
      if (end.length() + character(character).length() > each) {
        break;
      }
      end.insert(0, character(character));
      at -= Character.charCount(character);
    }
    return start.append('…').append(end).toString();
  }

  private static String character(int character) {
    return isPlain(character)
        ? Character.toString(character)
        : "\\u{" + Integer.toHexString(character) + "}";
  }

  /** A stack trace, which keeps its lines; those that are part of a message are none. */
  public static String ofTrace(String trace) {
    return NEXT_LINE
        .splitAsStream(trace.stripTrailing())
        .map(ShownText::indented)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String indented(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == '\t') {
      indent++;
    }
    return line.substring(0, indent) + of(line.substring(indent));
  }

  /**
   * Whether a character is shown as it is: no control, no separator of lines, no half of a
   * character, and none that is invisible but for those that scripts and emojis are joined with.
   */
  public static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
      default -> true;
    };
  }
}
