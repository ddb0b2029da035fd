package org.homekeep.core.backup.simulation;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Homes that live for a hundred days each with all faults there are. */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 30);
  private static final int DAYS = Integer.getInteger("simulation.days", 100);

  private final Vertx idle = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    idle.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void whatever_happens_no_acknowledged_copy_is_lost_and_all_is_well_when_faults_end()
      throws Exception {
    Long replayed = Long.getLong("simulation.seed");
    long[] seeds = replayed == null ? LongStream.range(0, SEEDS).toArray() : new long[] {replayed};
    List<Failure> failures = new ArrayList<>();
    Silence silence = Silence.here(Boolean.getBoolean("simulation.log"));
    try {
      Supplies supplies = Supplies.make(idle);
      for (long seed : seeds) {
        live(seed, supplies).ifPresent(failures::add);
      }
    } finally {
      silence.end();
    }
    if (!failures.isEmpty()) {
      Failure first = failures.get(0);
      throw new AssertionError(
          "%d of %d seeds fail. %s%nAgain with -Dsimulation.seed=%d. What was done:%n%s"
              .formatted(
                  failures.size(), seeds.length, first.line(), first.seed(), first.history()),
          first.cause());
    }
  }

  private record Failure(long seed, History history, Throwable cause) {
    String line() {
      return "Seed %d, day %d: %s".formatted(seed, history.day(), cause.getMessage());
    }
  }

  private Optional<Failure> live(long seed, Supplies supplies) throws Exception {
    Life life = new Life(seed, idle, supplies);
    try {
      life.live(DAYS);
      return Optional.empty();
    } catch (Exception | AssertionError failed) {
      Failure failure = new Failure(seed, life.history(), failed);
      System.out.println(failure.line());
      return Optional.of(failure);
    }
  }
}
