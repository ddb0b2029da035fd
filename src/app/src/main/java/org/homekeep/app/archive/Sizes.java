package org.homekeep.app.archive;

import java.util.Locale;

/** Numbers of bytes for people, in powers of ten as disks are sold. */
final class Sizes {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

  private Sizes() {}

  /** Three digits and a unit. */
  static String of(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    do {
      value /= 1_000;
      unit++;
    } while (value >= 999.5 && unit < UNITS.length - 1);
    return String.format(Locale.ROOT, value < 99.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** A number with its thousands apart. */
  static String exact(long number) {
    // A list has a million of them, and a format takes ten times as long.
    StringBuilder text = new StringBuilder(26).append(number);
    for (int at = text.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }
}
