package org.homekeep.core.backup.engine;

import java.io.IOException;
import org.homekeep.core.backup.evidence.ForPeople;

/**
 * An archive was written and read back, and it is something else than what was asked for. The
 * message says what was found.
 */
public final class NotAsAskedException extends IOException implements ForPeople {

  public NotAsAskedException(String message) {
    super(message);
  }
}
