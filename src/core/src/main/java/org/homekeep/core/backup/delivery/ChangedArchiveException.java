package org.homekeep.core.backup.delivery;

import java.io.IOException;
import org.homekeep.core.backup.evidence.ForPeople;

/** An archive that is kept for locations is not what it was when it was made. */
final class ChangedArchiveException extends IOException implements ForPeople {

  ChangedArchiveException(long measured, long found) {
    super(
        measured == found
            ? "Its checksum is not the one that was measured when it was made."
            : "It has %,d bytes, and had %,d when it was made.".formatted(found, measured));
  }
}
