package org.homekeep.core.flow;

/** Hears of flows that were started and have ended. Called on the hub's context. */
public interface FlowListener {

  /** A flow shows its first step. */
  void added(FlowView flow);

  /** A flow that was added has ended, however it did. */
  void removed(FlowView flow);
}
