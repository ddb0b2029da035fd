package org.homekeep.core.backup.simulation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.Listing;
import org.homekeep.core.backup.manager.ManagerBackup;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;
import org.homekeep.core.backup.simulation.disk.PowerFailure;

/** A home with its hub and locations, and all that befalls them, drawn from one seed. */
final class Life {
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<Instant> BEGINNINGS =
      List.of(
          // With the hours that summer time takes and gives.
          Instant.parse("2025-02-10T05:00:00Z"), Instant.parse("2025-08-20T11:00:00Z"));
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Amsterdam"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Australia/Lord_Howe"));

  private final Vertx idle;
  private final Random random;
  private final SimulatedTime time;
  private final MemoryDisk disk;
  private final Map<String, Location> locations = new LinkedHashMap<>();
  private final Whims whims;
  private final History history;
  private final Witness witness;
  private final Weather weather;
  private final Deeds deeds;
  private SimulatedHub hub;

  Life(long seed, Vertx idle, Supplies supplies) throws IOException {
    this.idle = idle;
    this.random = new Random(seed);
    this.time =
        new SimulatedTime(
            BEGINNINGS.get(random.nextInt(BEGINNINGS.size())),
            ZONES.get(random.nextInt(ZONES.size())));
    this.disk = new MemoryDisk(time::instant, random);
    this.history = new History(time);
    supplies.moveIn(disk);
    this.witness = new Witness(disk, locations, this::hub, history);
    List<Optional<StoredBytes.Algorithm>> sums =
        List.of(
            Optional.empty(),
            Optional.of(StoredBytes.Algorithm.SHA_1),
            Optional.of(StoredBytes.Algorithm.SHA_256));
    for (String name : List.of("nas", "cloud").subList(0, 1 + random.nextInt(2))) {
      Location location =
          new Location(
              name,
              sums.get(random.nextInt(3)),
              random,
              () -> hub().threads(),
              witness::deletionAsked);
      locations.put(location.agentId(), location);
    }
    List<String> agentIds = new ArrayList<>(locations.keySet());
    agentIds.add("backup.local");
    this.whims = new Whims(random, agentIds);
    this.weather = new Weather(random, time, disk, locations, history, witness);
    this.deeds = new Deeds(random, whims, supplies, locations, history, witness);
    this.hub = born();
    begin();
    hub.update(whims.all());
  }

  private SimulatedHub hub() {
    return hub;
  }

  History history() {
    return history;
  }

  private SimulatedHub born() throws IOException {
    SimulatedThreads threads = new SimulatedThreads(time, random, disk::isDead);
    return new SimulatedHub(idle, disk, time, threads, random, this::present);
  }

  private List<BackupAgent> present() {
    return locations.values().stream()
        .filter(location -> location.fault() != Fault.AWAY)
        .map(BackupAgent.class::cast)
        .toList();
  }

  /** Starts the hub, again and again when the power fails meanwhile. */
  private void begin() throws IOException {
    for (boolean up = begun(); !up; up = begun()) {
      history.add("the power failed during the start");
      disk.restore(random.nextBoolean());
    }
  }

  private boolean begun() throws IOException {
    try {
      hub = born();
      return hub.start();
    } catch (PowerFailure failure) {
      return false;
    }
  }

  /** Lives for so many days. */
  void live(int days) throws IOException {
    for (int day = 1; day <= days; day++) {
      history.day(day);
      Supplies.furnish(disk, day);
      live();
      if (random.nextInt(25) == 0 || day == days) {
        new Calm(time, whims, history, witness).pass(hub, weather);
      }
    }
  }

  private void live() throws IOException {
    Instant evening = time.passed().plus(DAY);
    weather.change(hub);
    for (int deed = random.nextInt(4); deed > 0; deed--) {
      long left = Math.max(1, Duration.between(time.passed(), evening).toMillis());
      passTo(time.passed().plusMillis((long) (random.nextDouble() * left)));
      if (random.nextInt(6) == 0) {
        endLife();
      } else {
        deeds.any(hub);
        reviveIfDead();
      }
    }
    passTo(evening);
    disk.failAfter(Long.MAX_VALUE);
    weather.brighten();
    witness.look().ifPresent(this::peek);
    witness.requirements().requireUnbroken();
  }

  private void passTo(Instant moment) throws IOException {
    while (time.passed().isBefore(moment)) {
      Instant stop = weather.nextChange(moment);
      hub.threads().advanceTo(stop);
      reviveIfDead();
      weather.pass(hub);
      witness.requirements().requireUnbroken();
    }
  }

  /** One of the copies is downloaded. */
  private void peek(Listing listing) {
    List<ManagerBackup> all = listing.backups();
    if (all.isEmpty() || random.nextInt(4) > 0) {
      return;
    }
    ManagerBackup backup = all.get(random.nextInt(all.size()));
    for (Map.Entry<String, AgentBackup> copy : backup.copies().entrySet()) {
      String agentId = copy.getKey();
      Optional<Content> expected = witness.content(agentId, backup.backupId());
      boolean works =
          Optional.ofNullable(locations.get(agentId))
              .filter(location -> location.fault() != Fault.NONE)
              .isEmpty();
      if (works && expected.isPresent()) {
        List<byte[]> read = download(agentId, copy.getValue());
        // Meanwhile it may have been deleted, and rightly.
        boolean still = witness.content(agentId, backup.backupId()).equals(expected);
        witness.require(
            !still || (read.size() == 1 && isRight(read.get(0), expected.get(), agentId, backup)),
            "a download gives something else",
            backup.backupId(),
            agentId);
      }
    }
  }

  /** It may have been stored once more meanwhile, and encrypted with another salt then. */
  private boolean isRight(byte[] read, Content expected, String agentId, ManagerBackup backup) {
    return expected.isSameAs(read)
        || Optional.ofNullable(locations.get(agentId))
            .flatMap(location -> location.find(backup.backupId()))
            .filter(now -> now.intact() && now.content().isSameAs(read))
            .isPresent();
  }

  private List<byte[]> download(String agentId, AgentBackup copy) {
    List<byte[]> read = new ArrayList<>();
    BackupManager manager = hub.manager();
    Future<Void> download =
        manager
            .copies()
            .agent(agentId)
            .compose(
                agent -> manager.copies().download(agent, copy, in -> read.add(in.readAllBytes())));
    hub.threads().await(download, Duration.ofHours(30));
    return read;
  }

  /** The hub stops, is killed, or will lose its power in the middle of something. */
  private void endLife() throws IOException {
    switch (random.nextInt(3)) {
      case 0 -> {
        history.add("the hub restarts");
        hub.stop();
        if (!disk.isDead()) {
          begin();
        }
      }
      case 1 -> {
        history.add("the hub is killed");
        disk.fail();
      }
      default -> {
        int operations = random.nextInt(200);
        history.add("the power will fail after %d operations".formatted(operations));
        disk.failAfter(operations);
      }
    }
    reviveIfDead();
  }

  private void reviveIfDead() throws IOException {
    if (disk.isDead()) {
      boolean synced = random.nextBoolean();
      history.add("the hub starts after a " + (synced ? "kill" : "power failure"));
      disk.restore(synced);
      begin();
    }
  }
}
