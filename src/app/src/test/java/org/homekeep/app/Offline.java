package org.homekeep.app;

import java.util.Map;

/** The archive command for tests of other packages: nothing in its environment, nobody to ask. */
public final class Offline {
  private Offline() {}

  /** Types {@code homekeep archive …} and gives its exit code. */
  public static int archive(Object... arguments) {
    return Archives.archive(Map.of(), arguments).exitCode();
  }
}
