package org.homekeep.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself. */
public final class Patience {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private Patience() {}

  /** Tries for a minute at most until it does not fail, and gives what came then. */
  public static <T> T until(Callable<T> attempt) {
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
