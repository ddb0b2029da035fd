package org.homekeep.app.frontend;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself. */
final class Patience {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private Patience() {}

  /** Tries until it does not fail. */
  static <T> T until(Callable<T> attempt) {
    long deadline = System.nanoTime() + MOST.toNanos();
    while (true) {
      try {
        return attempt.call();
      } catch (Exception | AssertionError notYet) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("It did not come within " + MOST, notYet);
        }
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    }
  }
}
