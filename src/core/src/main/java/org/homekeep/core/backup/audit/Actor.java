package org.homekeep.core.backup.audit;

import java.util.Locale;
import java.util.Optional;

/**
 * Who deletes.
 *
 * @param user the name, when it is a person
 */
public record Actor(Kind kind, Optional<String> user) {
  /** The rules of retention. */
  public static final Actor RETENTION = new Actor(Kind.RETENTION, Optional.empty());

  /** A delivery that takes back what arrived damaged. */
  public static final Actor DELIVERY = new Actor(Kind.DELIVERY, Optional.empty());

  /** Who can delete. */
  public enum Kind {
    RETENTION,
    USER,
    DELIVERY;

    /** The name in the log. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A person. */
  public static Actor user(String name) {
    return new Actor(Kind.USER, Optional.of(name));
  }
}
