package org.homekeep.core.backup.kit;

import java.util.Locale;

/** Texts from outside that stand in a kit: on one line, and never taken for what a kit is about. */
final class Plain {
  private static final int LONGEST = 120;
  private static final String LABEL = "encryption key";

  private Plain() {}

  static String line(String text) {
    String line =
        text.codePoints()
            .map(
                c ->
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
            .limit(LONGEST)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    // Whoever looks for the key takes what follows this label for it.
    return line.toLowerCase(Locale.ROOT).startsWith(LABEL) ? "\"" + line + "\"" : line;
  }

  /** A number of bytes as people say it, in the units of Home Assistant's page. */
  static String size(long bytes, Locale locale) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(locale, "%.1f %s", value, units[unit]);
  }
}
