package org.homekeep.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The bridge from SIGTERM and Ctrl-C to the command that runs.
 *
 * <p>The hook only asks, and waits for a bounded time. The main thread cleans up and nothing else
 * calls {@code System.exit}, so that an early signal cannot make the two wait for each other.
 */
final class ShutdownHook implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StopRequest request = new StopRequest();
  private final CountDownLatch ended = new CountDownLatch(1);

  private ShutdownHook() {}

  static ShutdownHook install() {
    ShutdownHook hook = new ShutdownHook();
    Runtime.getRuntime().addShutdownHook(new Thread(hook::askAndWait, "homekeep-shutdown"));
    return hook;
  }

  StopRequest request() {
    return request;
  }

  private void askAndWait() {
    request.make();
    try {
      if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("Homekeep did not stop in time; ending the process anyway.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the command is over; the process may end. */
  @Override
  public void close() {
    ended.countDown();
  }
}
