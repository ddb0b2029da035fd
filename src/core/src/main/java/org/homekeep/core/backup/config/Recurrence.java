package org.homekeep.core.backup.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How often automatic backups are made (backup.md §3.2). */
public enum Recurrence {
  NEVER,
  DAILY,
  CUSTOM_DAYS;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The recurrence of a wire name, if there is one. */
  public static Optional<Recurrence> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }
}
