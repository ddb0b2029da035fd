package org.homekeep.core.backup.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.delivery.Deliveries;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A backup of somebody else that was fetched to be sent on, and a hub that dies at each operation
 * of the disk from when nobody waits for the fetched file any more.
 */
class SettledDeliveryTest {
  private static final Duration LONG = Duration.ofHours(12);

  private final Vertx idle = Vertx.vertx();
  private final Silence silence = Silence.here(false);
  private Supplies supplies;

  @BeforeEach
  void start() throws IOException {
    supplies = Supplies.make(idle);
  }

  @AfterEach
  void stop() throws Exception {
    silence.end();
    idle.close().await(10, TimeUnit.SECONDS);
  }

  /** What becomes of the copy that a location waits for. */
  private interface End {
    void come(Home home);
  }

  /** A hub, the location that a backup is at, and the one that waits for it. */
  private static final class Home {
    private final Vertx idle;
    private final Random random;
    private final SimulatedTime time =
        new SimulatedTime(Instant.parse("2025-02-10T05:00:00Z"), ZoneOffset.UTC);
    private final MemoryDisk disk;
    private final Location source;
    private final Location target;
    private final Supplies.Foreign archive;
    private SimulatedHub hub;

    Home(long seed, Vertx idle, Supplies supplies) throws IOException {
      this.idle = idle;
      this.random = new Random(seed);
      this.disk = new MemoryDisk(time::instant, random);
      this.source = location("cloud");
      this.target = location("nas");
      this.archive = supplies.foreign().get(0);
      supplies.moveIn(disk);
      source.put(archive.backup(), archive.content());
      hub = born();
      assertThat(hub.start()).isTrue();
      target.suffer(Fault.REFUSES);
      Future<Void> owed = hub.manager().send(id(), List.of(target.agentId()));
      hub.threads().await(owed, LONG);
      assertThat(owed.succeeded()).isTrue();
      hub.threads().advanceTo(time.passed().plusSeconds(30));
      assertThat(temporary()).hasSize(1);
    }

    private Location location(String name) {
      return new Location(
          name,
          Optional.of(StoredBytes.Algorithm.SHA_1),
          random,
          () -> hub.threads(),
          (at, backupId) -> deleted -> {});
    }

    private SimulatedHub born() throws IOException {
      SimulatedThreads threads = new SimulatedThreads(time, random, disk::isDead);
      List<BackupAgent> locations = List.of(source, target);
      return new SimulatedHub(idle, disk, time, threads, random, () -> locations);
    }

    String id() {
      return archive.backup().backupId();
    }

    Deliveries deliveries() {
      return hub.manager().deliveries();
    }

    /** The location takes what waits for it. */
    void take() {
      target.suffer(Fault.NONE);
      hub.threads().advanceTo(time.passed().plus(LONG));
    }

    void cancel() {
      hub.threads().await(deliveries().cancel(new CopyId(id(), target.agentId())), LONG);
      hub.threads().advanceTo(time.passed().plus(LONG));
    }

    /** The power comes back, and with it room on the disk. */
    void revive(boolean synced) throws IOException {
      disk.restore(synced);
      disk.empty();
      hub = born();
      assertThat(hub.start()).isTrue();
    }

    List<Path> temporary() throws IOException {
      return files("/hub/tmp_backups");
    }

    List<Path> stored() throws IOException {
      return files("/hub/backups");
    }

    private List<Path> files(String directory) throws IOException {
      if (!Files.isDirectory(disk.path(directory))) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(disk.path(directory))) {
        return files.toList();
      }
    }
  }

  /** Dies at the first operation after the end has begun, then at the second, and so on. */
  private void assertNothingIsLostOrLeft(boolean full, End end) throws IOException {
    boolean died = true;
    int operations = 0;
    for (; died; operations++) {
      for (boolean synced : List.of(true, false)) {
        Home home = new Home(operations, idle, supplies);
        if (full) {
          home.disk.fill(0, 0);
        }
        home.disk.failAfter(operations);
        end.come(home);
        died = home.disk.isDead();
        home.revive(synced);
        end.come(home);

        String moment = "after %d operations, %s".formatted(operations, synced ? "killed" : "cut");
        assertThat(home.deliveries().all()).as(moment).isEmpty();
        assertThat(home.temporary()).as(moment).isEmpty();
        assertThat(home.stored()).as(moment).isEmpty();
        assertThat(home.hub.issues()).as(moment).isEmpty();
        assertThat(home.source.find(home.id())).as(moment).isPresent();
      }
    }
    assertThat(operations).isGreaterThan(10);
  }

  @Test
  void when_the_location_has_taken_its_copy() throws Exception {
    assertNothingIsLostOrLeft(
        false,
        home -> {
          home.take();
          assertThat(home.disk.isDead() || home.target.find(home.id()).isPresent()).isTrue();
        });
  }

  @Test
  void when_the_location_has_taken_its_copy_and_the_disk_here_is_full() throws Exception {
    assertNothingIsLostOrLeft(
        true,
        home -> {
          home.take();
          assertThat(home.disk.isDead() || home.target.find(home.id()).isPresent()).isTrue();
        });
  }

  @Test
  void when_the_delivery_was_cancelled() throws Exception {
    assertNothingIsLostOrLeft(
        false,
        home -> {
          home.cancel();
          assertThat(home.target.find(home.id())).isEmpty();
        });
  }
}
