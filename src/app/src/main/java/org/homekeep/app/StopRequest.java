package org.homekeep.app;

import java.util.concurrent.CompletableFuture;

/** The wish that a running command ends well: made once, by anyone, seen by the command. */
final class StopRequest {
  private final CompletableFuture<Void> made = new CompletableFuture<>();

  /** Makes the wish; a second time changes nothing. */
  void make() {
    made.complete(null);
  }

  /** Completes when the wish is made. */
  CompletableFuture<Void> made() {
    return made.copy();
  }
}
