package org.homekeep.core.backup.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;

/** What befalls a home from outside: faults of locations, of the disk and of the clock. */
final class Weather {
  private static final List<Fault> FAULTS = List.of(Fault.values());

  private final Random random;
  private final SimulatedTime time;
  private final MemoryDisk disk;
  private final Map<String, Location> locations;
  private final History history;
  private final Witness witness;
  private final Map<String, Instant> until = new HashMap<>();
  private Optional<Instant> fullUntil = Optional.empty();

  Weather(
      Random random,
      SimulatedTime time,
      MemoryDisk disk,
      Map<String, Location> locations,
      History history,
      Witness witness) {
    this.random = random;
    this.time = time;
    this.disk = disk;
    this.locations = locations;
    this.history = history;
    this.witness = witness;
  }

  /** A day begins. */
  void change(SimulatedHub hub) {
    for (Location location : locations.values()) {
      if (location.fault() == Fault.NONE && random.nextInt(8) == 0) {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        int hours = 1 + random.nextInt(random.nextInt(5) == 0 ? 200 : 30);
        until.put(location.agentId(), time.passed().plus(Duration.ofHours(hours)));
        suffer(hub, location, fault);
      }
      if (random.nextInt(60) == 0 && !location.all().isEmpty()) {
        List<Location.Stored> all = location.all();
        String backupId = all.get(random.nextInt(all.size())).backup().backupId();
        history.add("%s loses %s".formatted(location.agentId(), backupId));
        location.forget(backupId);
        witness.lost(location.agentId(), backupId);
      }
    }
    if (random.nextInt(25) == 0) {
      int room = random.nextInt(30_000);
      history.add("the disk has room for %d bytes".formatted(room));
      disk.fill(room, random.nextBoolean() ? room : 1L << 30);
      fullUntil = Optional.of(time.passed().plus(Duration.ofMinutes(10 + random.nextInt(200))));
      witness.diskFull();
    }
    if (random.nextInt(25) == 0) {
      Duration by =
          random.nextInt(3) == 0
              ? Duration.ofHours(random.nextInt(48))
              : Duration.ofMinutes(random.nextInt(360) - 180);
      history.add("the clock is set by " + by);
      time.set(by);
    }
  }

  private void suffer(SimulatedHub hub, Location location, Fault fault) {
    history.add("%s: %s".formatted(location.agentId(), fault));
    boolean comesOrGoes = location.fault() == Fault.AWAY || fault == Fault.AWAY;
    location.suffer(fault);
    if (comesOrGoes) {
      hub.locationsChanged();
    }
  }

  /** The next moment at which something ends, if that is before another one. */
  Instant nextChange(Instant other) {
    Instant next = other;
    for (Instant end : until.values()) {
      next = end.isBefore(next) ? end : next;
    }
    next = fullUntil.filter(next::isAfter).orElse(next);
    return next.isAfter(time.passed()) ? next : time.passed().plusMillis(1);
  }

  /** Ends what is over. */
  void pass(SimulatedHub hub) {
    for (Location location : locations.values()) {
      Instant end = until.get(location.agentId());
      if (end != null && !end.isAfter(time.passed())) {
        until.remove(location.agentId());
        suffer(hub, location, Fault.NONE);
      }
    }
    if (fullUntil.filter(end -> !end.isAfter(time.passed())).isPresent()) {
      brighten();
    }
  }

  /** There is room on the disk again. */
  void brighten() {
    if (fullUntil.isPresent()) {
      history.add("the disk has room again");
      fullUntil = Optional.empty();
      disk.empty();
    }
  }

  /** Nothing is wrong any more. */
  void clear(SimulatedHub hub) {
    brighten();
    until.clear();
    for (Location location : locations.values()) {
      if (location.fault() != Fault.NONE) {
        suffer(hub, location, Fault.NONE);
      }
    }
  }
}
