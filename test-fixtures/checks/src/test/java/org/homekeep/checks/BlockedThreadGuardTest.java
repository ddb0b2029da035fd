package org.homekeep.checks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class BlockedThreadGuardTest {

  @Test
  void a_class_whose_event_loop_is_blocked_for_longer_than_200_ms_fails() {
    EngineExecutionResults results = run(Blocking.class);

    results.testEvents().assertStatistics(tests -> tests.succeeded(1));
    results.containerEvents().assertStatistics(containers -> containers.failed(1));
  }

  @Test
  void a_class_whose_event_loop_waits_for_longer_than_200_ms_fails() {
    run(Waiting.class).containerEvents().assertStatistics(containers -> containers.failed(1));
  }

  @Test
  void a_class_whose_event_loop_is_left_alone_succeeds() {
    run(Prompt.class).containerEvents().assertStatistics(containers -> containers.failed(0));
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  @ExtendWith(BlockedThreadGuard.class)
  static class Blocking {
    @Test
    void blocks() {
      occupy(Duration.ofMillis(700));
    }
  }

  @ExtendWith(BlockedThreadGuard.class)
  static class Waiting {
    @Test
    void waits() {
      onLoop(() -> LockSupport.parkNanos(Duration.ofMillis(700).toNanos()));
    }
  }

  @ExtendWith(BlockedThreadGuard.class)
  static class Prompt {
    @Test
    void does_not_block() {
      occupy(Duration.ZERO);
    }
  }

  /** Keeps an event loop busy for so long. */
  private static void occupy(Duration duration) {
    onLoop(
        () -> {
          long end = System.nanoTime() + duration.toNanos();
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        });
  }

  private static void onLoop(Runnable work) {
    Vertx vertx = WatchedVertx.create();
    try {
      Future.<Void>future(
              done ->
                  vertx.runOnContext(
                      v -> {
                        work.run();
                        done.complete();
                      }))
          .await();
    } finally {
      vertx.close().await();
    }
  }
}
