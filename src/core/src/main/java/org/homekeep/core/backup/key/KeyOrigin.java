package org.homekeep.core.backup.key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a key came onto the ring. */
public enum KeyOrigin {
  /** The hub made it. */
  MADE,
  /** Somebody set it for automatic backups. */
  SET,
  /** Somebody gave it for a backup made by hand. */
  MANUAL,
  /** Somebody typed it in, and it opened a backup. */
  OPENED,
  /** Somebody added it from an old emergency kit. */
  ADDED;

  /** The name on the wire and in the store. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<KeyOrigin> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }
}
