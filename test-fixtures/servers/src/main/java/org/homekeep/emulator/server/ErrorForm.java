package org.homekeep.emulator.server;

/** How a service words its errors. */
public interface ErrorForm {
  /** The answer that a refusal of a call stands for. */
  Answer of(CallError error, Target target);

  /**
   * Whether a refused upload is answered before its body was sent; else the body is read first, as
   * some clients do not look at an answer before.
   */
  boolean isEarly();
}
