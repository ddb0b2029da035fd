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
    return String.format(Locale.ROOT, "%,d", number);
  }
}
