package org.homekeep.core.backup.archive;

/** A SecureTar version that this library writes. */
public enum SecureTarVersion {
  /** Opens in every Home Assistant since 2025.1. */
  V2(2, PartFormat.SECURETAR_2),
  /** Authenticated; opens in Home Assistant since 2026.3. */
  V3(3, PartFormat.SECURETAR_3);

  private final int number;
  private final PartFormat format;

  SecureTarVersion(int number, PartFormat format) {
    this.number = number;
    this.format = format;
  }

  /** The number as it stands in the header and in settings. */
  public int number() {
    return number;
  }

  /** The format of the parts it makes. */
  public PartFormat format() {
    return format;
  }
}
