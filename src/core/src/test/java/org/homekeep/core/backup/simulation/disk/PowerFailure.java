package org.homekeep.core.backup.simulation.disk;

/** The power of a disk has failed: no operation does anything until it is restored. */
public final class PowerFailure extends Error {
  private static final long serialVersionUID = 1L;

  PowerFailure() {
    // Thousands of them are thrown on purpose.
    super("The power has failed.", null, false, false);
  }
}
