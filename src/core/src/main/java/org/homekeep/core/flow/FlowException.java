package org.homekeep.core.flow;

/** A flow cannot be started or go on; the reason says which. */
public final class FlowException extends Exception {
  private final Reason reason;

  /** What stands in the way. */
  public enum Reason {
    /** There is nothing to set up, change or mend under the name that was given. */
    UNKNOWN_HANDLER,
    /** The flow has ended, was aborted, or never was. */
    UNKNOWN_FLOW,
    /** The integration has no step for what is asked. */
    UNSUPPORTED,
    /** A step of the flow is still running. */
    BUSY,
    /** What the flow made or changed could not be written, and was undone. It can be sent again. */
    NOT_SAVED
  }

  private FlowException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** There is nothing that could be set up, changed or mended under the name that was given. */
  public static FlowException unknownHandler(String message) {
    return new FlowException(Reason.UNKNOWN_HANDLER, message);
  }

  /** What is asked for exists, but has no steps. */
  public static FlowException unsupported(String message) {
    return new FlowException(Reason.UNSUPPORTED, message);
  }

  static FlowException unknownFlow() {
    return new FlowException(Reason.UNKNOWN_FLOW, "Invalid flow specified");
  }

  static FlowException busy() {
    return new FlowException(
        Reason.BUSY, "The step before is still being worked on. Wait for its answer.");
  }

  /** What the flow made or changed could not be written, and was undone. */
  public static FlowException notSaved(String message) {
    return new FlowException(Reason.NOT_SAVED, message);
  }

  public Reason reason() {
    return reason;
  }
}
