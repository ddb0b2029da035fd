package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import org.homekeep.core.backup.evidence.ForPeople;

/** A database could not be copied consistently; the message says which one, and what to do. */
public final class SnapshotException extends IOException implements ForPeople {

  public SnapshotException(String message) {
    super(message);
  }

  SnapshotException(String message, Throwable cause) {
    super(message, cause);
  }
}
