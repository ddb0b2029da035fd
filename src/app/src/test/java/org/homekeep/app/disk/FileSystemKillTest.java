package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.app.story.HubProcess;
import org.homekeep.checks.Patience;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.testkit.TestHub;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that is killed with -9 at the calls of the system with which it saves its settings, makes a
 * backup, deletes one, makes a key and restores: with {@code -Dkills=1000} so often, at each call
 * once before any a second time. {@code -Dkill=…} replays the one of that name.
 */
class FileSystemKillTest {
  private static final int KILLS = Integer.getInteger("kills", 12);
  private static final int LANES = Integer.getInteger("kills.lanes", 1);
  private static final int KILLED = 137;
  private static final int ENOUGH_FINDINGS = 20;

  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private Estate estate;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(SystemCalls.canBeSeen(), "strace is not installed, or may not watch processes here");
    estate = Estate.build(vertx, directory);
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  /** A call of the system during a deed. */
  private record Moment(Deed deed, SystemCalls.Point point, String words) {
    static Moment of(String name) {
      String[] parts = name.split(":", 2);
      return new Moment(Deed.valueOf(parts[0]), SystemCalls.Point.of(parts[1]), "");
    }

    String name() {
      return deed + ":" + point;
    }

    @Override
    public String toString() {
      return "-Dkill=%s %s".formatted(name(), words);
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothing_is_lost_at_whatever_call_of_the_system_the_hub_is_killed() throws Exception {
    String one = System.getProperty("kill");
    if (one != null) {
      assertThat(isKilled(Moment.of(one), "home")).isTrue();
      return;
    }
    Random random = Seed.random("kills");
    Moments moments = new Moments(moments(random));
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        String name = "home-" + i;
        running.add(lanes.submit(() -> go(moments, name)));
      }
      for (Future<Void> lane : running) {
        lane.get();
      }
    } finally {
      lanes.shutdownNow();
    }
    System.out.printf("kills: %d ended the hub with signal 9%n", moments.kills.get());
    assertThat(moments.findings).isEmpty();
    assertThat(moments.kills.get()).isGreaterThanOrEqualTo(KILLS);
  }

  /** What is to be done, and what came of it; used by several threads. */
  private static final class Moments {
    private final List<Moment> all;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();
    private final Queue<String> findings = new ConcurrentLinkedQueue<>();

    Moments(List<Moment> all) {
      this.all = all;
    }

    Optional<Moment> next() {
      int number = next.getAndIncrement();
      boolean enough =
          kills.get() >= KILLS
              || findings.size() >= ENOUGH_FINDINGS
              || number >= 2 * KILLS + all.size();
      return enough ? Optional.empty() : Optional.of(all.get(number % all.size()));
    }
  }

  private @Nullable Void go(Moments moments, String name) throws Exception {
    Optional<Moment> moment = moments.next();
    while (moment.isPresent()) {
      try {
        if (isKilled(moment.get(), name)) {
          int kills = moments.kills.incrementAndGet();
          if (kills % 50 == 0) {
            System.out.printf("kills: %d of %d moments%n", kills, moments.next.get());
          }
        }
      } catch (AssertionError | RuntimeException | IOException failed) {
        System.out.println("FOUND " + moment.get());
        failed.printStackTrace(System.out);
        moments.findings.add(moment.get() + "\n" + failed);
      }
      moment = moments.next();
    }
    return null;
  }

  /** All calls of all deeds in any order; after them once more those that change files. */
  private List<Moment> moments(Random random) throws Exception {
    List<Moment> all = new ArrayList<>();
    List<Moment> again = new ArrayList<>();
    for (Deed deed : Deed.values()) {
      List<Recording.Call> calls = calls(deed);
      long met = calls.stream().filter(call -> call.point().isPresent()).count();
      System.out.printf("kills: %s makes %d calls, and %d can be met%n", deed, calls.size(), met);
      for (Recording.Call call : calls) {
        List<Moment> moment =
            call.point().stream().map(point -> new Moment(deed, point, call.words())).toList();
        all.addAll(moment);
        if (call.changing()) {
          again.addAll(moment);
        }
      }
    }
    Collections.shuffle(all, random);
    Collections.shuffle(again, random);
    all.addAll(again);
    return all;
  }

  private List<Recording.Call> calls(Deed deed) throws Exception {
    Home home = estate.copy("home");
    Promises promises = estate.promises();
    Path recording = directory.resolve("calls");
    HubProcess process = estate.start(home);
    try {
      Person.Hub hub = Estate.hub(process, home);
      estate.person().prepare(deed, hub, promises, 3);
      Map<Long, String> names = SystemCalls.names(process.pid());
      try (SystemCalls calls = SystemCalls.record(process.pid(), recording)) {
        assertThat(estate.person().attempt(deed, hub, promises)).isEqualTo(new Ending.Done());
      }
      return Recording.read(recording, home, names, estate::isLasting);
    } finally {
      process.kill();
    }
  }

  /** Whether the hub came to that moment; what must be true in any case is. */
  private boolean isKilled(Moment moment, String name) throws Exception {
    Home home = estate.copy(name);
    Promises promises = estate.promises();
    HubProcess process = estate.start(home);
    OptionalInt ended;
    try {
      Person.Hub hub = Estate.hub(process, home);
      estate.person().prepare(moment.deed(), hub, promises, 3);
      try (SystemCalls calls = SystemCalls.killAt(process.pid(), home.root(), moment.point())) {
        estate.person().attempt(moment.deed(), hub, promises);
      }
      ended = process.ended(Duration.ZERO);
    } finally {
      process.kill();
    }
    ended.ifPresent(code -> assertThat(code).isEqualTo(KILLED));
    try (TestHub again = TestHub.start(home.config(), home.data(), Map.of())) {
      Person.Hub hub = Estate.hub(again, home);
      estate.person().inspect(hub, promises);
      // What was found at the start is written while somebody looks.
      Patience.await(() -> home.leftOver().isEmpty());
      if (moment.deed() == Deed.RESTORE) {
        // Done again it waits for seconds, and shows nothing that others do not show.
        return ended.isPresent();
      }
      estate.person().prepare(moment.deed(), hub, promises, 4);
      assertThat(estate.person().attempt(moment.deed(), hub, promises))
          .isEqualTo(new Ending.Done());
      estate.person().inspect(hub, promises);
    }
    return ended.isPresent();
  }
}
