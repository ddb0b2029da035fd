package org.homekeep.emulator.fault;

/** A fault rule that makes no sense; the message says which field is wrong and what it may be. */
public final class FaultRuleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  FaultRuleException(String message) {
    super(message);
  }
}
