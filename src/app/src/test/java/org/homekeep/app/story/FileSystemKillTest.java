package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that is killed with -9 at the calls of the system with which it saves its settings, makes a
 * backup, deletes one, makes a key and restores. With {@code -Dkills=1000} at so many, each call of
 * each deed again and again; without, not at all.
 */
class FileSystemKillTest {
  private static final int KILLS = Integer.getInteger("kills", 0);
  private static final int KILLED = 137;

  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private final Random random = Seed.random("file system kills");

  @BeforeEach
  void strace_is_there() throws Exception {
    assumeTrue(KILLS > 0, "it takes five seconds for each kill; -Dkills=… says how many");
    assumeTrue(SystemCalls.canBeSeen(), "strace is not installed, or may not watch processes here");
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private record Kill(SmallHome.Deed deed, SystemCalls.Point point) {}

  @Test
  void nothing_is_lost_at_whatever_call_of_the_system_the_hub_is_killed() throws Exception {
    try (SmallHome home = new SmallHome(vertx, directory)) {
      List<Kill> all = everyCallOfEveryDeed(home);
      System.out.println("kills: " + all.size() + " calls of the system were seen");
      int kills = 0;
      for (int i = 0; kills < KILLS && i < 3 * KILLS; i++) {
        Kill kill = all.get(KILLS < all.size() ? random.nextInt(all.size()) : i % all.size());
        if (isKilled(home, kill)) {
          kills++;
        }
        home.assertNothingIsLost(kill.toString());
      }
      System.out.println("kills: " + kills + " of them ended the hub with signal 9");
      assertThat(kills).isEqualTo(KILLS);
    }
  }

  private List<Kill> everyCallOfEveryDeed(SmallHome home) throws Exception {
    List<Kill> all = new ArrayList<>();
    for (SmallHome.Deed deed : SmallHome.Deed.values()) {
      home.prepare(deed);
      // The second time all threads are there and have their names.
      home.attempt(deed);
      home.assertNothingIsLost("a rehearsal of " + deed);
      home.prepare(deed);
      Path recording = directory.resolve("calls");
      try (SystemCalls calls = SystemCalls.record(home.pid(), recording)) {
        home.attempt(deed);
      }
      for (SystemCalls.Point point : SystemCalls.points(recording, SystemCalls.names(home.pid()))) {
        all.add(new Kill(deed, point));
      }
      home.restart();
      home.assertNothingIsLost("a recording of " + deed);
    }
    return all;
  }

  /** Whether the hub came to the call; it is started again in any case. */
  private static boolean isKilled(SmallHome home, Kill kill) throws Exception {
    home.prepare(kill.deed());
    try (SystemCalls calls = SystemCalls.killAt(home.pid(), kill.point())) {
      home.attempt(kill.deed());
    }
    OptionalInt ended = home.restart();
    ended.ifPresent(code -> assertThat(code).as(kill.toString()).isEqualTo(KILLED));
    return ended.isPresent();
  }
}
