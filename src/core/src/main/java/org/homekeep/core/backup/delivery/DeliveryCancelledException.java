package org.homekeep.core.backup.delivery;

import org.homekeep.core.backup.evidence.ForPeople;

/** Somebody did not want a copy any more. */
public final class DeliveryCancelledException extends Exception implements ForPeople {
  private static final long serialVersionUID = 1;

  DeliveryCancelledException() {
    super("The delivery was cancelled.");
  }
}
