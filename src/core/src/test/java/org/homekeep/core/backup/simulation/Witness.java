package org.homekeep.core.backup.simulation;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.manager.Listing;
import org.homekeep.core.backup.manager.ManagerBackup;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;

/** Knows what must be true at any time, and fails when it is not. */
final class Witness {
  private static final String LOCAL = "backup.local";

  private final MemoryDisk disk;
  private final Map<String, Location> locations;
  private final Supplier<SimulatedHub> hub;
  private final History history;
  private final ArchiveEngine engine = new ArchiveEngine(SecureTarVersion.V2);

  /** Backups that only a person may delete, and those that a person deleted. */
  private final Set<String> precious = new HashSet<>();

  private final Set<String> pinned = new HashSet<>();
  private final Set<String> unwanted = new HashSet<>();
  private final Map<Copy, Acknowledged> acknowledged = new LinkedHashMap<>();
  private final Map<Path, AgentBackup> localFiles = new HashMap<>();
  private final Set<Copy> gone = new HashSet<>();
  private Optional<AssertionError> broken = Optional.empty();
  private boolean diskWasFull;

  private record Copy(String agentId, String backupId) {}

  /** What the hub said it has; the key is what it takes to open it. */
  private record Acknowledged(Buffer content, Optional<Secret> key, Path file) {
    byte[] bytes() {
      return content.getBytes();
    }
  }

  Witness(
      MemoryDisk disk,
      Map<String, Location> locations,
      Supplier<SimulatedHub> hub,
      History history) {
    this.disk = disk;
    this.locations = locations;
    this.hub = hub;
    this.history = history;
    disk.onRemove(this::fileRemoved);
  }

  void precious(String backupId) {
    precious.add(backupId);
  }

  void pinned(String backupId, boolean now) {
    if (now) {
      pinned.add(backupId);
    } else {
      pinned.remove(backupId);
    }
  }

  void unwanted(String backupId) {
    unwanted.add(backupId);
  }

  /** It is here anew after all. */
  void wanted(String backupId) {
    unwanted.remove(backupId);
  }

  void diskFull() {
    diskWasFull = true;
  }

  /** A location loses a copy by itself. */
  void lost(String agentId, String backupId) {
    acknowledged.remove(new Copy(agentId, backupId));
  }

  /** The hub deletes a copy at a location. */
  void deleted(Location location, AgentBackup backup) {
    history.add("the hub deletes %s at %s".formatted(backup.backupId(), location.agentId()));
    boolean intact = location.find(backup.backupId()).filter(Location.Stored::intact).isPresent();
    List<AgentBackup> others =
        location.all().stream()
            .filter(Location.Stored::intact)
            .map(Location.Stored::backup)
            .toList();
    deleted(location.agentId(), backup, intact, others);
  }

  private void fileRemoved(Path file) {
    String name = file.toString();
    if (!name.startsWith("/hub/backups/") || !name.endsWith(".tar")) {
      return;
    }
    AgentBackup backup = describe(file);
    history.add("the hub deletes %s here".formatted(backup.backupId()));
    deleted(LOCAL, backup, true, localBackups());
    localFiles.remove(file);
  }

  private AgentBackup describe(Path file) {
    return localFiles.computeIfAbsent(
        file,
        unknown -> {
          try {
            return engine.describe(unknown);
          } catch (IOException unreadable) {
            throw new AssertionError("What is listed here cannot be read.", unreadable);
          }
        });
  }

  private List<AgentBackup> localBackups() {
    List<AgentBackup> found = new ArrayList<>();
    for (Path file : files("/hub/backups")) {
      if (file.toString().endsWith(".tar")) {
        found.add(describe(file));
      }
    }
    return found;
  }

  private void deleted(
      String agentId, AgentBackup backup, boolean intact, List<AgentBackup> others) {
    String id = backup.backupId();
    acknowledged.remove(new Copy(agentId, id));
    gone.add(new Copy(agentId, id));
    boolean logged =
        auditLog()
            .lines()
            .anyMatch(
                line ->
                    line.contains("\"step\":\"deleting\"")
                        && line.contains("\"backup_id\":\"%s\"".formatted(id))
                        && line.contains("\"agent_id\":\"%s\"".formatted(agentId)));
    require(logged || (diskWasFull && unwanted.contains(id)), "a deletion is not in the log");
    if (unwanted.contains(id) || !intact) {
      return;
    }
    require(!precious.contains(id), "a manual or foreign backup was pruned");
    require(!pinned.contains(id), "a pinned backup was pruned");
    OffsetDateTime date = OffsetDateTime.parse(backup.date());
    boolean newerVerified =
        others.stream()
            .filter(other -> !other.backupId().equals(id))
            .filter(other -> OffsetDateTime.parse(other.date()).isAfter(date))
            .anyMatch(
                other -> hub.get().manager().keeping().verification(agentId, other).isPresent());
    require(newerVerified, "nothing newer is verified at the location of a deleted copy");
  }

  private String auditLog() {
    Path file = disk.path("/hub/homekeep_deletions/deletions.jsonl");
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Looks at everything that the hub says it has. */
  void look(Listing listing) throws IOException {
    for (ManagerBackup backup : listing.backups()) {
      for (Map.Entry<String, AgentBackup> copy : backup.copies().entrySet()) {
        boolean verified =
            hub.get().manager().keeping().verification(copy.getKey(), copy.getValue()).isPresent();
        if (verified) {
          acknowledge(copy.getKey(), copy.getValue());
        }
      }
    }
    String ring = Files.readString(disk.path("/hub/.storage/homekeep.backup_keys"));
    for (Map.Entry<Copy, Acknowledged> each : List.copyOf(acknowledged.entrySet())) {
      requireThere(each.getKey(), each.getValue(), listing);
      require(
          each.getValue().key().filter(key -> !ring.contains(key.reveal())).isEmpty(),
          "the key of %s is not on the ring".formatted(each.getKey()));
    }
    diskWasFull = false;
  }

  private void acknowledge(String agentId, AgentBackup listed) throws IOException {
    Copy copy = new Copy(agentId, listed.backupId());
    Location location = locations.get(agentId);
    boolean blurred = location != null && location.fault() != Fault.NONE;
    if (acknowledged.containsKey(copy) || blurred) {
      return;
    }
    Optional<Path> file = location == null ? localFile(listed.backupId()) : Optional.empty();
    byte[] bytes;
    if (location == null) {
      require(file.isPresent(), "a verified copy is not here");
      bytes = Files.readAllBytes(file.orElseThrow());
    } else {
      Optional<Location.Stored> stored = location.find(listed.backupId());
      require(
          stored.filter(Location.Stored::intact).isPresent(),
          "%s at %s counts as verified and is not what was sent".formatted(copy, agentId));
      bytes = stored.orElseThrow().bytes();
    }
    Optional<Secret> key = opener(listed.backupId(), bytes);
    require(key.isPresent() == listed.isProtected(), "encryption is not what is said of it");
    acknowledged.put(
        copy, new Acknowledged(Buffer.buffer(bytes), key, file.orElse(disk.path("/"))));
  }

  /** What opens a copy; the same bytes are not read twice. */
  private Optional<Secret> opener(String backupId, byte[] bytes) {
    return acknowledged.entrySet().stream()
        .filter(known -> known.getKey().backupId().equals(backupId))
        .map(Map.Entry::getValue)
        .filter(known -> Arrays.equals(known.bytes(), bytes))
        .findFirst()
        .map(Acknowledged::key)
        .orElseGet(() -> Supplies.opener(bytes));
  }

  private Optional<Path> localFile(String backupId) {
    return files("/hub/backups").stream()
        .filter(file -> file.toString().endsWith(".tar"))
        .filter(file -> describe(file).backupId().equals(backupId))
        .findFirst();
  }

  private void requireThere(Copy copy, Acknowledged known, Listing listing) throws IOException {
    Location location = locations.get(copy.agentId());
    if (location == null) {
      boolean same =
          Files.exists(known.file())
              && Arrays.equals(Files.readAllBytes(known.file()), known.bytes());
      require(same, "%s is lost".formatted(copy));
    } else {
      Optional<Location.Stored> stored = location.find(copy.backupId());
      require(stored.isPresent(), "%s is lost".formatted(copy));
      boolean same =
          stored.filter(now -> now.intact() && now.content().equals(known.content())).isPresent();
      if (!same) {
        // It was stored once more, in another form, or the location spoiled it then.
        acknowledged.remove(copy);
        return;
      }
    }
    boolean works = location == null || location.fault() == Fault.NONE;
    if (works && !listing.agentErrors().containsKey(copy.agentId())) {
      require(
          listing.backups().stream()
              .anyMatch(
                  backup ->
                      backup.backupId().equals(copy.backupId())
                          && backup.copies().containsKey(copy.agentId())),
          "%s is not listed".formatted(copy));
    }
  }

  /** Whether the hub's own location has a backup. */
  boolean isHere(String backupId) {
    return localFile(backupId).isPresent();
  }

  /** The backups of the hub's own location. */
  List<String> here() {
    return localBackups().stream().map(AgentBackup::backupId).toList();
  }

  /** Whether a location has an acknowledged copy of a backup. */
  boolean isAcknowledged(String agentId, String backupId) {
    return acknowledged.containsKey(new Copy(agentId, backupId));
  }

  /** Whether the hub deleted a copy, and was right. */
  boolean wasPruned(String agentId, String backupId) {
    return gone.contains(new Copy(agentId, backupId));
  }

  /** The bytes of an acknowledged copy. */
  Optional<byte[]> bytes(String agentId, String backupId) {
    return Optional.ofNullable(acknowledged.get(new Copy(agentId, backupId)))
        .map(Acknowledged::bytes);
  }

  /** Nothing that was only there for a time is still there. */
  void requireTidy() {
    require(files("/hub/tmp_backups").isEmpty(), "temporary files stay");
    Stream.concat(files("/hub/.storage").stream(), files("/hub/backups").stream())
        .map(file -> String.valueOf(file.getFileName()))
        .forEach(
            name ->
                require(
                    !name.endsWith(".new") && !name.endsWith(".partial"), name + " stays behind"));
  }

  private List<Path> files(String directory) {
    Path path = disk.path(directory);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  void require(boolean condition, String otherwise) {
    if (!condition) {
      AssertionError failure = new AssertionError(otherwise);
      // Whoever is on the way up may catch it.
      broken = broken.or(() -> Optional.of(failure));
      throw failure;
    }
  }

  /** Fails if anything was wrong before. */
  void requireUnbroken() {
    broken.ifPresent(
        failure -> {
          throw failure;
        });
  }
}
