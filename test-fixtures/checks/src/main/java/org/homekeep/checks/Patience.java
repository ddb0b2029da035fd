package org.homekeep.checks;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself, a minute at most: what never comes is to fail, not to hang. */
public final class Patience {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(5);

  private Patience() {}

  /** Tries until it does not fail, and gives what came then. */
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

  /** Asks until the answer is yes; a question that fails is asked again. */
  public static void await(Callable<Boolean> condition) {
    until(
        () -> {
          if (condition.call()) {
            return true;
          }
          throw new AssertionError("not yet");
        });
  }
}
