package org.homekeep.integrations.cloud;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Sizes of backups: what the service takes, and how they are written. */
final class Sizes {
  /** What the service takes is smaller, in bytes. */
  static final long LIMIT = 5_000_000_000L;

  private static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);
  private static final List<String> UNITS = List.of("GB", "MB", "kB");

  private Sizes() {}

  /** With two digits at most, as Home Assistant writes it: 13.37. */
  static String gibibytes(long bytes) {
    return rounded(bytes, GIBIBYTE);
  }

  /** In the units of the limit, so that the two can be compared: 14.36 GB. */
  static String decimal(long bytes) {
    BigDecimal unit = BigDecimal.valueOf(1_000_000_000L);
    for (String name : UNITS) {
      if (unit.longValue() <= bytes) {
        return rounded(bytes, unit) + " " + name;
      }
      unit = unit.movePointLeft(3);
    }
    return bytes + " bytes";
  }

  private static String rounded(long bytes, BigDecimal unit) {
    return BigDecimal.valueOf(bytes)
        .divide(unit, 2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
