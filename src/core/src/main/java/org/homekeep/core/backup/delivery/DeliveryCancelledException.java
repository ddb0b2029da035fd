package org.homekeep.core.backup.delivery;

/** Somebody did not want a copy any more. */
public final class DeliveryCancelledException extends Exception {
  private static final long serialVersionUID = 1;

  DeliveryCancelledException() {
    super("The delivery was cancelled.");
  }
}
