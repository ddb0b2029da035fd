package org.homekeep.core.wire;

import org.jspecify.annotations.Nullable;

/** What a client sent, as an answer may repeat it: an answer must not be a way to fill memory. */
public final class Excerpt {
  private static final int LONGEST = 100;

  private Excerpt() {}

  /** The value as text, cut off after a hundred characters. */
  public static String of(@Nullable Object sent) {
    return of(sent, LONGEST);
  }

  /** The value as text, cut off after so many characters. */
  public static String of(@Nullable Object sent, int longest) {
    String text = String.valueOf(sent);
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
