package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Uploads, downloads and deletions that B2 makes as hard as it can: {@code -Dtransfers=20000} makes
 * so many instead of 500. Each lane has a seed of its own, which is printed when it fails; {@code
 * -Dtransfers.lane=…} lives that one again.
 */
@Isolated("it needs all of the machine, and event loops of others would seem to be blocked")
class RandomTransfersTest {
  private static final int TRANSFERS = Integer.getInteger("transfers", 500);
  private static final int LANE_LENGTH = 125;

  /** Most of the time a lane waits: for a retry, or for a connection to be given up. */
  private static final int LANES_AT_A_TIME = TRANSFERS > 500 ? 8 : 4;

  /** What went wrong once is always tried. */
  private static final List<Long> KNOWN =
      List.of(
          -5701681578601188218L, 7579373753338130052L, 6849552588693900337L, 3051503011523280938L);

  private Vertx vertx;
  private ExecutorService threads;

  @BeforeEach
  void start() {
    vertx = WatchedVertx.create();
    threads = Executors.newFixedThreadPool(LANES_AT_A_TIME);
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothing_acknowledged_is_missing_or_different_and_nothing_is_left_behind(
      @TempDir Path directory) throws Exception {
    List<Long> seeds = seeds();
    List<Future<TransferLane.Tally>> lanes = new ArrayList<>();
    for (long seed : seeds) {
      lanes.add(threads.submit(() -> live(seed, directory.resolve(Long.toHexString(seed)))));
    }
    TransferLane.Tally all = TransferLane.Tally.NONE;
    List<Throwable> findings = new ArrayList<>();
    for (Future<TransferLane.Tally> lane : lanes) {
      try {
        all = all.plus(lane.get());
      } catch (ExecutionException failed) {
        failed.printStackTrace(System.out);
        findings.add(failed);
      }
    }

    System.out.println("transfers: " + all);
    assertThat(findings).isEmpty();
    assertThat(all.uploaded()).isGreaterThan(seeds.size() * LANE_LENGTH / 4);
    assertThat(all.downloaded()).isGreaterThan(seeds.size() * LANE_LENGTH / 8);
    assertThat(all.failed()).isPositive();
  }

  private static List<Long> seeds() {
    Long one = Long.getLong("transfers.lane");
    if (one != null) {
      return List.of(one);
    }
    Random random = Seed.random("transfers");
    int lanes = (TRANSFERS + LANE_LENGTH - 1) / LANE_LENGTH;
    return Stream.concat(KNOWN.stream(), random.longs(lanes).boxed()).toList();
  }

  private TransferLane.Tally live(long seed, Path directory) throws Exception {
    try (TransferLane lane = TransferLane.open(vertx, directory, new Random(seed))) {
      return lane.live(LANE_LENGTH);
    } catch (Throwable failed) {
      throw new AssertionError("-Dtransfers.lane=" + seed, failed);
    }
  }
}
