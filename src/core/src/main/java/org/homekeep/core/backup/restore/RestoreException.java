package org.homekeep.core.backup.restore;

import org.homekeep.core.backup.evidence.ForPeople;

/** A restore could not be done; nothing was changed, or all changes were taken back. */
final class RestoreException extends Exception implements ForPeople {

  RestoreException(String message) {
    super(message);
  }

  RestoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
