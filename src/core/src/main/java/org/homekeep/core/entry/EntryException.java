package org.homekeep.core.entry;

import io.vertx.core.Future;
import org.homekeep.core.flow.FlowException;

/** What was asked of a config entry cannot be done; the reason says which. */
public final class EntryException extends Exception {
  private final Reason reason;

  /** What stands in the way. */
  public enum Reason {
    /** There is no such entry. */
    UNKNOWN_ENTRY,
    /** Its state does not allow it before a restart. */
    NOT_RECOVERABLE,
    /** The change could not be written, and was undone. */
    NOT_SAVED
  }

  private EntryException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static EntryException unknown() {
    return new EntryException(Reason.UNKNOWN_ENTRY, "Invalid entry specified");
  }

  static EntryException notRecoverable() {
    return new EntryException(Reason.NOT_RECOVERABLE, "Entry cannot be reloaded");
  }

  static EntryException notSaved(Throwable why) {
    EntryException exception =
        new EntryException(
            Reason.NOT_SAVED,
            "The change could not be saved, so nothing was changed. See to it that the disk is not full, and try again.");
    exception.initCause(why);
    return exception;
  }

  /** The same to somebody who is in the middle of a flow. */
  static <T> Future<T> inFlow(Throwable failure) {
    return Future.failedFuture(
        failure instanceof EntryException refused && refused.reason == Reason.NOT_SAVED
            ? FlowException.notSaved(String.valueOf(refused.getMessage()))
            : failure);
  }

  public Reason reason() {
    return reason;
  }
}
