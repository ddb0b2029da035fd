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
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.delivery.Deliveries;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.CreateRequest;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;

/** A hub, a location with a backup of somebody else, and another one that is to get it as well. */
final class SendingHome {
  private static final Duration LONG = Duration.ofHours(12);

  private final Vertx idle;
  private final Random random;
  private final SimulatedTime time =
      new SimulatedTime(Instant.parse("2025-02-10T05:00:00Z"), ZoneOffset.UTC);
  private final MemoryDisk disk;
  private final Location source;
  private final Location target;
  private final Supplies.Foreign archive;
  private SimulatedHub hub;

  SendingHome(long seed, Vertx idle, Supplies supplies) throws IOException {
    this.idle = idle;
    this.random = new Random(seed);
    this.disk = new MemoryDisk(time::instant, random);
    this.source = location("cloud");
    this.target = location("nas");
    this.archive = supplies.foreign().get(0);
    supplies.moveIn(disk);
    source.put(archive.backup(), archive.content());
    this.hub = started();
  }

  private Location location(String name) {
    return new Location(
        name,
        Optional.of(StoredBytes.Algorithm.SHA_1),
        random,
        () -> hub.threads(),
        (at, backupId) -> deleted -> {});
  }

  private SimulatedHub started() throws IOException {
    SimulatedThreads threads = new SimulatedThreads(time, random, disk::isDead);
    List<BackupAgent> locations = List.of(source, target);
    SimulatedHub born = new SimulatedHub(idle, disk, time, threads, random, () -> locations);
    hub = born;
    assertThat(born.start()).isTrue();
    return born;
  }

  MemoryDisk disk() {
    return disk;
  }

  SimulatedHub hub() {
    return hub;
  }

  Location source() {
    return source;
  }

  Location target() {
    return target;
  }

  String id() {
    return archive.backup().backupId();
  }

  Deliveries deliveries() {
    return hub.manager().deliveries();
  }

  /** Somebody asks for a copy at the other location. */
  Future<Void> send() {
    return hub.manager().send(id(), List.of(target.agentId()));
  }

  /** The archive is here, and waits for a location that refuses it. */
  void letWait() throws IOException {
    target.suffer(Fault.REFUSES);
    Future<Void> owed = send();
    hub.threads().await(owed, LONG);
    assertThat(owed.succeeded()).isTrue();
    hub.threads().advanceTo(time.passed().plusSeconds(30));
    assertThat(temporary()).hasSize(1);
  }

  /** A backup is made for both locations, and waits for one that refuses it; its id. */
  String letNewOneWait() {
    target.suffer(Fault.REFUSES);
    CreateRequest request =
        new CreateRequest(
            List.of(source.agentId(), target.agentId()),
            Optional.empty(),
            false,
            true,
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            false);
    BackupManager.Accepted made = hub.ask(hub.manager().generate(request)).orElseThrow();
    hub.threads().await(made.finished(), LONG);
    assertThat(failed(made.backupId())).containsExactly(target.agentId());
    return made.backupId();
  }

  /** The locations that are recorded not to have got a backup. */
  List<String> failed(String backupId) {
    return hub.ask(hub.manager().find(backupId))
        .orElseThrow()
        .backups()
        .get(0)
        .known()
        .failedAgentIds();
  }

  /** The location takes what waits for it. */
  void take() {
    target.suffer(Fault.NONE);
    rest();
  }

  /** Somebody cancels the delivery; the answer. */
  Future<Boolean> cancel() {
    Future<Boolean> cancelled = deliveries().cancel(new CopyId(id(), target.agentId()));
    hub.threads().await(cancelled, LONG);
    rest();
    return cancelled;
  }

  /** Gets on by so many steps. */
  void steps(int count) {
    hub.threads().steps(count, time.passed().plus(LONG));
  }

  private void rest() {
    hub.threads().advanceTo(time.passed().plus(LONG));
  }

  /** The power comes back, and with it room on the disk. */
  void revive(boolean synced) throws IOException {
    disk.restore(synced);
    disk.empty();
    started();
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
