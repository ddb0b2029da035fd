package org.homekeep.core.backup.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.manager.Listing;
import org.homekeep.core.backup.manager.ManagerBackup;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;

/** Knows what must be true of copies at any time, and fails when it is not. */
final class Witness {
  private static final String LOCAL = "backup.local";

  private final MemoryDisk disk;
  private final Map<String, Location> locations;
  private final Supplier<SimulatedHub> hub;
  private final History history;
  private final Requirements requirements = new Requirements();
  private final LocalCopies here;
  private final DeletionLog log;

  /** Backups that only a person may delete, and those that a person deleted. */
  private final Set<String> precious = new HashSet<>();

  private final Set<String> pinned = new HashSet<>();
  private final Set<String> unwanted = new HashSet<>();
  private final Map<Copy, Acknowledged> acknowledged = new LinkedHashMap<>();
  private final Set<Copy> gone = new HashSet<>();

  /** What went after the hub was asked what there is. */
  private final Set<Copy> goneMeanwhile = new HashSet<>();

  private boolean diskWasFull;

  /** What the hub said it has; the key is what it takes to open it. */
  private record Acknowledged(Content content, Optional<Secret> key, Path file) {}

  Witness(
      MemoryDisk disk,
      Map<String, Location> locations,
      Supplier<SimulatedHub> hub,
      History history) {
    this.disk = disk;
    this.locations = locations;
    this.hub = hub;
    this.history = history;
    this.here = new LocalCopies(disk);
    this.log = new DeletionLog(disk, requirements);
    disk.onRemove(this::fileRemoved);
  }

  Requirements requirements() {
    return requirements;
  }

  LocalCopies here() {
    return here;
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

  /**
   * The hub tells a location to delete a copy; until that happens somebody may have uploaded the
   * backup anew.
   */
  Consumer<AgentBackup> deletionAsked(Location location, String backupId) {
    boolean wished = unwanted.contains(backupId);
    int uploads = location.uploads(backupId);
    return backup -> {
      require(
          location.uploads(backupId) == uploads,
          "what was uploaded after a deletion began was deleted",
          new Copy(location.agentId(), backupId));
      deleted(location, backup, wished);
    };
  }

  private void deleted(Location location, AgentBackup backup, boolean wished) {
    history.add("the hub deletes %s at %s".formatted(backup.backupId(), location.agentId()));
    boolean intact = location.find(backup.backupId()).filter(Location.Stored::intact).isPresent();
    List<AgentBackup> others =
        location.all().stream()
            .filter(Location.Stored::intact)
            .map(Location.Stored::backup)
            .toList();
    deleted(location.agentId(), backup, wished || !intact, others);
  }

  private void fileRemoved(Path file) {
    if (LocalCopies.isCopy(file)) {
      AgentBackup backup = here.describe(file);
      history.add("the hub deletes %s here".formatted(backup.backupId()));
      if (here.files(backup.backupId()).size() > 1) {
        // One of several files of a copy, which goes with the last of them.
        requireAnnounced(new Copy(LOCAL, backup.backupId()), log::isAnnounced);
      } else {
        deleted(LOCAL, backup, unwanted.contains(backup.backupId()), here.all());
      }
      here.forget(file);
    }
  }

  private void requireAnnounced(Copy copy, Predicate<Copy> announced) {
    require(
        announced.test(copy) || (diskWasFull && unwanted.contains(copy.backupId())),
        "a deletion is not in the log",
        copy);
  }

  private void deleted(
      String agentId, AgentBackup backup, boolean allowed, List<AgentBackup> others) {
    String id = backup.backupId();
    Copy copy = new Copy(agentId, id);
    acknowledged.remove(copy);
    gone.add(copy);
    goneMeanwhile.add(copy);
    requireAnnounced(copy, log::announces);
    if (allowed || unwanted.contains(id)) {
      return;
    }
    require(!precious.contains(id), "a manual or foreign copy was pruned", copy);
    require(!pinned.contains(id), "a pinned copy was pruned", copy);
    OffsetDateTime date = OffsetDateTime.parse(backup.date());
    boolean newerVerified =
        others.stream()
            .filter(other -> !other.backupId().equals(id))
            .filter(other -> OffsetDateTime.parse(other.date()).isAfter(date))
            .anyMatch(
                other -> hub.get().manager().keeping().verification(agentId, other).isPresent());
    require(newerVerified, "a copy was deleted, and nothing newer there is verified", copy);
  }

  /**
   * Looks at everything that the hub says it has.
   *
   * @return what that is; empty when the power fails meanwhile
   */
  Optional<Listing> look() throws IOException {
    goneMeanwhile.clear();
    Optional<Listing> answer = hub.get().ask(hub.get().manager().list());
    if (answer.isPresent()) {
      look(answer.get());
    }
    return answer;
  }

  private void look(Listing listing) throws IOException {
    Set<Copy> listed = new HashSet<>();
    for (ManagerBackup backup : listing.backups()) {
      for (Map.Entry<String, AgentBackup> each : backup.copies().entrySet()) {
        Copy copy = new Copy(each.getKey(), backup.backupId());
        listed.add(copy);
        boolean verified =
            hub.get().manager().keeping().verification(copy.agentId(), each.getValue()).isPresent();
        if (verified && !goneMeanwhile.contains(copy)) {
          acknowledge(copy, each.getValue());
        }
      }
    }
    String ring = Files.readString(disk.path("/hub/.storage/homekeep.backup_keys"));
    for (Map.Entry<Copy, Acknowledged> each : List.copyOf(acknowledged.entrySet())) {
      if (isThere(each.getKey(), each.getValue())) {
        requireListed(each.getKey(), listing, listed);
      } else {
        acknowledged.remove(each.getKey());
      }
      require(
          each.getValue().key().filter(key -> !ring.contains(key.reveal())).isEmpty(),
          "the key is not on the ring",
          each.getKey());
    }
    log.requireKept();
    diskWasFull = false;
  }

  private void acknowledge(Copy copy, AgentBackup listed) throws IOException {
    Location location = locations.get(copy.agentId());
    boolean blurred = location != null && location.fault() != Fault.NONE;
    if (acknowledged.containsKey(copy) || blurred) {
      return;
    }
    Optional<Path> file = location == null ? here.file(copy.backupId()) : Optional.empty();
    Content content;
    if (location == null) {
      require(file.isPresent(), "a verified copy is not here", copy);
      content = Content.of(Files.readAllBytes(file.orElseThrow()));
    } else {
      Optional<Location.Stored> stored = location.find(copy.backupId());
      require(
          stored.filter(Location.Stored::intact).isPresent(),
          "what is not what was sent counts as verified",
          copy);
      content = stored.orElseThrow().content();
    }
    Optional<Secret> key = opener(copy.backupId(), content);
    require(
        key.isPresent() == listed.isProtected(), "the encryption is not what is said of it", copy);
    acknowledged.put(copy, new Acknowledged(content, key, file.orElse(disk.path("/"))));
  }

  /** What opens a copy; the same bytes are not read twice. */
  private Optional<Secret> opener(String backupId, Content content) {
    return acknowledged.entrySet().stream()
        .filter(known -> known.getKey().backupId().equals(backupId))
        .map(Map.Entry::getValue)
        .filter(known -> known.content().isSameAs(content))
        .findFirst()
        .map(Acknowledged::key)
        .orElseGet(() -> Supplies.opener(content));
  }

  /** False when it was stored once more, in another form, or when the location spoiled it then. */
  private boolean isThere(Copy copy, Acknowledged known) throws IOException {
    Location location = locations.get(copy.agentId());
    if (location == null) {
      boolean same =
          Files.exists(known.file()) && known.content().isSameAs(Files.readAllBytes(known.file()));
      require(same, "a copy is lost", copy);
      return true;
    }
    Optional<Location.Stored> stored = location.find(copy.backupId());
    require(stored.isPresent(), "a copy is lost", copy);
    return stored
        .filter(now -> now.intact() && now.content().isSameAs(known.content()))
        .isPresent();
  }

  private void requireListed(Copy copy, Listing listing, Set<Copy> listed) {
    Location location = locations.get(copy.agentId());
    boolean works = location == null || location.fault() == Fault.NONE;
    if (works && !listing.agentErrors().containsKey(copy.agentId())) {
      require(listed.contains(copy), "a copy is not listed", copy);
    }
  }

  /** All acknowledged copies. */
  List<Copy> acknowledged() {
    return List.copyOf(acknowledged.keySet());
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
  Optional<Content> content(String agentId, String backupId) {
    return Optional.ofNullable(acknowledged.get(new Copy(agentId, backupId)))
        .map(Acknowledged::content);
  }

  void require(boolean condition, String otherwise, Object... about) {
    requirements.require(condition, otherwise, about);
  }
}
