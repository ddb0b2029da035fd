package org.homekeep.core.flow;

/** A flow cannot be started or go on; the reason says which. */
public final class FlowException extends Exception {
  private final Reason reason;

  /** What stands in the way. */
  public enum Reason {
    /** There is no such integration, or people cannot add it. */
    UNKNOWN_HANDLER,
    /** The flow has ended, was aborted, or never was. */
    UNKNOWN_FLOW,
    /** The integration has no step for what is asked. */
    UNSUPPORTED,
    /** A step of the flow is still running. */
    BUSY
  }

  FlowException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static FlowException unknownFlow() {
    return new FlowException(Reason.UNKNOWN_FLOW, "Invalid flow specified");
  }

  public Reason reason() {
    return reason;
  }
}
