package org.homekeep.integrations.backblazeb2;

import java.io.IOException;

/** Tells work that blocks whether it is still wanted. */
@FunctionalInterface
interface Stop {
  /** For work that is wanted until it is done. */
  Stop NEVER = () -> {};

  /** Fails with the reason when the work shall end. */
  void check() throws IOException;
}
