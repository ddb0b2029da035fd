package org.homekeep.core.integration;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One piece of blocking code that can be interrupted while it runs, and only then. */
final class Attempt<T> implements Callable<T> {
  private final Callable<T> code;
  private @Nullable Thread thread;
  private boolean abandoned;

  Attempt(Callable<T> code) {
    this.code = code;
  }

  @Override
  public T call() throws Exception {
    begin();
    try {
      return code.call();
    } finally {
      end();
    }
  }

  private synchronized void begin() throws InterruptedException {
    if (abandoned) {
      throw new InterruptedException("The call was given up before it started.");
    }
    thread = Thread.currentThread();
  }

  private synchronized void end() {
    thread = null;
    // The flag must not reach the next piece of code on this thread.
    Thread.interrupted();
  }

  /** Interrupts the code, or keeps it from starting. */
  synchronized void abandon() {
    abandoned = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
