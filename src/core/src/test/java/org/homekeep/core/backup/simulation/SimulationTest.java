package org.homekeep.core.backup.simulation;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Homes that live for a hundred days each with all faults there are. */
@Execution(ExecutionMode.CONCURRENT)
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 300);
  private static final int DAYS = Integer.getInteger("simulation.days", 100);

  /** Homes that one thread looks at; streets are looked at side by side. */
  private static final long STREET = 15;

  /** A long run tells how far it is after so many. */
  private static final long TOLD = 300;

  private final Vertx idle = Vertx.vertx();
  private final AtomicLong lived = new AtomicLong();

  @AfterEach
  void stop() throws Exception {
    idle.close().await(10, TimeUnit.SECONDS);
  }

  @TestFactory
  Stream<DynamicTest>
      whatever_happens_no_acknowledged_copy_is_lost_and_all_is_well_when_faults_end()
          throws IOException {
    Supplies supplies = Supplies.make(idle);
    Long replayed = Long.getLong("simulation.seed");
    return replayed == null
        ? LongStream.iterate(0, first -> first < SEEDS, first -> first + STREET)
            .mapToObj(first -> street(first, Math.min(SEEDS, first + STREET), supplies))
        : Stream.of(street(replayed, replayed + 1, supplies));
  }

  private DynamicTest street(long first, long end, Supplies supplies) {
    return DynamicTest.dynamicTest(
        "seeds from %d to %d".formatted(first, end - 1),
        () -> {
          List<Failure> failures = new ArrayList<>();
          Silence silence = Silence.here(Boolean.getBoolean("simulation.log"));
          try {
            for (long seed = first; seed < end; seed++) {
              live(seed, supplies).ifPresent(failures::add);
            }
          } finally {
            silence.end();
          }
          tell(end - first);
          if (!failures.isEmpty()) {
            throw failed(failures, end - first);
          }
        });
  }

  private void tell(long seeds) {
    long now = lived.addAndGet(seeds);
    if (now / TOLD != (now - seeds) / TOLD) {
      System.out.printf("%,d of %,d lives%n", now, SEEDS);
    }
  }

  private static AssertionError failed(List<Failure> failures, long seeds) {
    Failure first = failures.get(0);
    return new AssertionError(
        "%d of %d seeds fail. %s%nAgain with -Dsimulation.seed=%d. What was done:%n%s"
            .formatted(failures.size(), seeds, first.line(), first.seed(), first.history()),
        first.cause());
  }

  private record Failure(long seed, String history, int day, Throwable cause) {
    String line() {
      return "Seed %d, day %d: %s".formatted(seed, day, cause.getMessage());
    }
  }

  private Optional<Failure> live(long seed, Supplies supplies) throws IOException {
    Life life = new Life(seed, idle, supplies);
    try {
      life.live(DAYS);
      return Optional.empty();
    } catch (Exception | Error failed) {
      Failure failure = new Failure(seed, life.history().toString(), life.history().day(), failed);
      System.out.println(failure.line());
      return Optional.of(failure);
    }
  }
}
