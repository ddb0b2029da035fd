package org.homekeep.integrations.cloud;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Sizes of backups: what the service takes, and how they are written. */
final class Sizes {
  /** What the service takes is smaller, in bytes. */
  static final long LIMIT = 5_000_000_000L;

  private static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_000_000_000L);

  private Sizes() {}

  /** With two digits at most, as Home Assistant writes it: 13.37. */
  static String gibibytes(long bytes) {
    return rounded(bytes, GIBIBYTE);
  }

  /** In the unit of the limit, so that the two can be compared: 14.36. */
  static String gigabytes(long bytes) {
    return rounded(bytes, GIGABYTE);
  }

  private static String rounded(long bytes, BigDecimal unit) {
    return BigDecimal.valueOf(bytes)
        .divide(unit, 2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
