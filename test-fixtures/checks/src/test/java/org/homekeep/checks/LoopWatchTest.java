package org.homekeep.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
  private final LoopWatch watch = new LoopWatch();

  @Test
  void a_loop_that_neither_waits_nor_gets_the_processor_is_not_told() throws Exception {
    try (Selector nothing = Selector.open()) {
      assertThat(told("held-up", () -> beInNativeCode(nothing))).isEmpty();
    }
  }

  @Test
  void a_loop_that_waits_is_told() throws Exception {
    assertThat(told("waiting", new CountDownLatch(1)::await)).hasSize(1);
  }

  private interface Handler {
    void run() throws InterruptedException;
  }

  /** What is logged of a loop that was in this handler for five seconds. */
  private Iterable<String> told(String name, Handler handler) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread loop =
        new Thread(
            () -> {
              begun.countDown();
              try {
                handler.run();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    loop.start();
    begun.await();
    try (LoggedLines lines = LoggedLines.of(LoopWatch.class)) {
      while (!isWhereItStays(loop)) {
        Thread.onSpinWait();
      }
      long now = System.nanoTime();
      watch.handle(blocked(loop, now - LoopWatch.SUSPECT.toNanos()));
      watch.handle(blocked(loop, now - Duration.ofSeconds(5).toNanos()));
      return lines.lines().stream().filter(line -> line.contains(name + " ")).toList();
    } finally {
      loop.interrupt();
      loop.join();
    }
  }

  private static BlockedThreadEvent blocked(Thread loop, long sinceNanos) {
    return new BlockedThreadEvent(
        loop, System.nanoTime() - sinceNanos, LoopWatch.SUSPECT.toNanos(), Long.MAX_VALUE);
  }

  private static boolean isWhereItStays(Thread loop) {
    StackTraceElement[] trace = loop.getStackTrace();
    return loop.getState() == Thread.State.WAITING
        || (trace.length > 0
            && trace[0].isNativeMethod()
            && trace[0].getClassName().startsWith("sun.nio.ch."));
  }

  /** Where Java calls a thread runnable, and its trace says nothing of waiting. */
  private static void beInNativeCode(Selector nothing) {
    try {
      nothing.select();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
