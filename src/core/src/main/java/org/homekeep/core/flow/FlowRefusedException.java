package org.homekeep.core.flow;

/** The hub does not accept the end of a flow, such as a second entry of the same thing. */
public final class FlowRefusedException extends Exception {
  private final String abortReason;

  public FlowRefusedException(String abortReason) {
    super("The flow was refused: " + abortReason);
    this.abortReason = abortReason;
  }

  /** The reason of the abort, a translation key of the hub. */
  public String abortReason() {
    return abortReason;
  }
}
