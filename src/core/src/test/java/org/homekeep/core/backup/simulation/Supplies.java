package org.homekeep.core.backup.simulation;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;

/** What all simulations have in common because it takes long to make; never changed. */
final class Supplies {
  /** Keys that may be set; what they cost to fingerprint is paid once. */
  static final List<Secret> KEYS =
      List.of(
          Secret.of("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-0001"),
          Secret.of("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-0002"),
          Secret.of("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-0003"));

  private static final Path RING = Path.of("/hub/.storage/homekeep.backup_keys");

  private final byte[] ring;
  private final List<Foreign> foreign;

  /** An archive that somebody else's hub made. */
  record Foreign(AgentBackup backup, Content content) {}

  private Supplies(byte[] ring, List<Foreign> foreign) {
    this.ring = ring;
    this.foreign = List.copyOf(foreign);
  }

  /** Lets a hub of its own make them. */
  static Supplies make(Vertx idle) throws IOException {
    Random random = new Random(1);
    SimulatedTime time = new SimulatedTime(Instant.parse("2024-01-01T00:00:00Z"), ZoneOffset.UTC);
    MemoryDisk disk = new MemoryDisk(time::instant, random);
    furnish(disk, 1);
    SimulatedThreads threads = new SimulatedThreads(time, random, disk::isDead);
    SimulatedHub hub = new SimulatedHub(idle, disk, time, threads, random, List::of);
    hub.start();
    for (Secret key : KEYS) {
      hub.update(
          new JsonObject().put("create_backup", new JsonObject().put("password", key.reveal())));
    }
    byte[] ring = Files.readAllBytes(disk.path(RING.toString()));
    List<Foreign> foreign = new ArrayList<>();
    ArchiveEngine engine = new ArchiveEngine(SecureTarVersion.V2);
    for (int i = 0; i < 4; i++) {
      foreign.add(Archives.foreign(engine, disk, i));
    }
    return new Supplies(ring, foreign);
  }

  List<Foreign> foreign() {
    return foreign;
  }

  /** Makes a home and a hub's directory with the ring in it. */
  void moveIn(MemoryDisk disk) throws IOException {
    furnish(disk, 1);
    Files.createDirectories(disk.path("/hub/.storage"));
    Files.write(disk.path(RING.toString()), ring);
  }

  /** Changes the home a little. */
  static void furnish(MemoryDisk disk, int day) throws IOException {
    Files.createDirectories(disk.path("/hub"));
    Files.createDirectories(disk.path("/home"));
    Files.writeString(disk.path("/home/configuration.yaml"), "day: %d%n".formatted(day));
  }

  /**
   * Which key opens an archive; an empty one when it needs none. Fails with an {@link
   * AssertionError} when none does.
   */
  static Optional<Secret> opener(Content archive) {
    MemoryDisk bench = new MemoryDisk(() -> Instant.EPOCH, new Random(1));
    Path file = bench.path("/archive.tar");
    ArchiveEngine engine = new ArchiveEngine(SecureTarVersion.V2);
    try {
      Files.write(file, archive.bytes());
      Optional<Secret> key = Optional.empty();
      if (engine.describe(file).isProtected()) {
        key = engine.tryKeys(file, KEYS).key();
        if (key.isEmpty()) {
          throw new AssertionError("No key opens the archive.");
        }
      }
      // Every byte of it is read.
      engine.verify(file, key);
      return key;
    } catch (IOException broken) {
      throw new AssertionError("The archive cannot be read.", broken);
    }
  }
}
