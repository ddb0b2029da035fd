package org.homekeep.core.backup.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** That a copy was found to be what was sent: how, and when. */
public record Verification(How how, Instant at) implements Finding {

  /** How a copy was verified. */
  public enum How {
    /** The location said size and checksum. */
    CONFIRMED,
    /** All bytes were read back. */
    READ_BACK,
    /** The hub wrote the file itself and read it to its end after that. */
    WRITTEN_HERE;

    /** The name on the wire and in the store. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<How> ofWireName(String name) {
      return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
    }
  }
}
