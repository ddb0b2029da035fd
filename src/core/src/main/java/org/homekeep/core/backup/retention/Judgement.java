package org.homekeep.core.backup.retention;

/** What becomes of a copy, and why. */
public record Judgement(HeldCopy copy, Reason reason) {

  /** Whether the copy goes. */
  public boolean deletes() {
    return reason.deletes();
  }
}
