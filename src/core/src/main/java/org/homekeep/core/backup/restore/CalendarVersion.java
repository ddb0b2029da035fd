package org.homekeep.core.backup.restore;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of Home Assistant: year, month, patch. */
public final class CalendarVersion {
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

  private CalendarVersion() {}

  /** Whether one is newer than the other; what is no version is not newer than anything. */
  public static boolean isNewer(String version, String running) {
    Matcher left = NUMBERS.matcher(version);
    Matcher right = NUMBERS.matcher(running);
    if (!left.matches() || !right.matches()) {
      return false;
    }
    for (int group = 1; group <= 3; group++) {
      int difference = Integer.compare(number(left, group), number(right, group));
      if (difference != 0) {
        return difference > 0;
      }
    }
    return false;
  }

  private static int number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
