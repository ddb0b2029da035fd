package org.homekeep.app;

import java.util.concurrent.CompletableFuture;

/** The wish that a running command ends well: made once, by anyone, seen by the command. */
final class StopRequest {
  private final CompletableFuture<Void> made = new CompletableFuture<>();

  /** Makes the wish; a second time changes nothing. */
  void make() {
    made.complete(null);
  }

  /** Whether the wish was made. */
  boolean isMade() {
    return made.isDone();
  }

  /** Does something when the wish is made, in the thread that makes it. */
  void whenMade(Runnable action) {
    var unused = made.thenRun(action);
  }

  /** Completes when the wish is made. */
  CompletableFuture<Void> made() {
    return made.copy();
  }
}
