package org.homekeep.core.integration.manifest;

import java.util.Locale;

/**
 * The quality that an integration claims (framework.md §11): four tiers, each above the one before,
 * and four that are none.
 */
public enum QualityScale {
  BRONZE,
  SILVER,
  GOLD,
  PLATINUM,
  INTERNAL,
  LEGACY,
  NO_SCORE,
  CUSTOM;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is one of the four tiers. */
  public boolean isTier() {
    return compareTo(PLATINUM) <= 0;
  }

  /** Whether it promises all that another tier does. */
  public boolean includes(QualityScale tier) {
    return isTier() && tier.isTier() && compareTo(tier) >= 0;
  }
}
