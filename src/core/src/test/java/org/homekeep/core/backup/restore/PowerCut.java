package org.homekeep.core.backup.restore;

/** The end of the process in the middle of a restore, as if the power went. */
final class PowerCut extends Error {
  private static final long serialVersionUID = 1;

  /** Lets so many changes of the disk be made, and no more. */
  static Checkpoints after(int changes) {
    int[] left = {changes};
    return () -> {
      if (left[0]-- == 0) {
        throw new PowerCut();
      }
    };
  }
}
