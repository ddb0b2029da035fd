package org.homekeep.core.backup.simulation;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.CreateRequest;
import org.homekeep.core.backup.manager.IncomingArchive;

/** What people do with backups, at random. */
final class Deeds {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Random random;
  private final Whims whims;
  private final Supplies supplies;
  private final Map<String, Location> locations;
  private final History history;
  private final Witness witness;
  private final Set<String> seen = new LinkedHashSet<>();

  Deeds(
      Random random,
      Whims whims,
      Supplies supplies,
      Map<String, Location> locations,
      History history,
      Witness witness) {
    this.random = random;
    this.whims = whims;
    this.supplies = supplies;
    this.locations = locations;
    this.history = history;
    this.witness = witness;
  }

  /** Somebody does something. */
  void any(SimulatedHub hub) {
    seen.clear();
    for (Location location : locations.values()) {
      location.all().forEach(each -> seen.add(each.backup().backupId()));
    }
    witness.here().all().forEach(each -> seen.add(each.backupId()));
    switch (random.nextInt(12)) {
      case 0 -> manual(hub);
      case 1 -> upload(hub);
      case 2 -> pin(hub);
      case 3 -> unpin(hub);
      case 4 -> delete(hub);
      case 5 -> send(hub);
      case 6 -> cancel(hub);
      case 7 -> {
        history.add("generations are set");
        answer(hub, hub.manager().keeping().update(whims.generations()));
      }
      case 8 -> automatic(hub);
      case 9 -> foreign();
      default -> {
        var change = whims.change();
        history.add("settings: " + change);
        hub.update(change);
      }
    }
  }

  /** Waits for an answer as people do; whether it was a good one. */
  private static boolean answer(SimulatedHub hub, Future<?> answer) {
    return hub.threads().await(answer, PATIENCE) && answer.succeeded();
  }

  private void manual(SimulatedHub hub) {
    Optional<Secret> key =
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Secret.of(whims.key()));
    CreateRequest request =
        new CreateRequest(
            whims.locations(),
            Optional.empty(),
            false,
            true,
            Optional.empty(),
            true,
            Optional.empty(),
            key,
            List.of(),
            Map.of(),
            false);
    begun(hub, "by hand to %s".formatted(request.agentIds()), hub.manager().generate(request))
        .ifPresent(witness::precious);
  }

  private void automatic(SimulatedHub hub) {
    begun(hub, "as if it were time", hub.manager().generateAutomatic());
  }

  private Optional<String> begun(
      SimulatedHub hub, String how, Future<BackupManager.Accepted> accepted) {
    if (!answer(hub, accepted)) {
      return Optional.empty();
    }
    String backupId = accepted.result().backupId();
    history.add("backup %s %s".formatted(backupId, how));
    return Optional.of(backupId);
  }

  /** An archive of another hub, or one of this hub that somebody has downloaded before. */
  private void upload(SimulatedHub hub) {
    Optional<Copy> own =
        random.nextBoolean() ? whims.oneOf(witness.acknowledged()) : Optional.empty();
    if (own.isEmpty()) {
      Supplies.Foreign foreign = foreignArchive();
      witness.precious(foreign.backup().backupId());
      witness.wanted(foreign.backup().backupId());
      upload(hub, foreign.backup().backupId(), foreign.content());
    } else {
      String backupId = own.get().backupId();
      Optional<Content> content = witness.content(own.get().agentId(), backupId);
      if (upload(hub, backupId, content.orElseThrow())) {
        witness.precious(backupId);
        witness.wanted(backupId);
      }
    }
  }

  private boolean upload(SimulatedHub hub, String backupId, Content content) {
    List<String> agentIds = whims.locations();
    history.add("upload of %s to %s".formatted(backupId, agentIds));
    IncomingArchive incoming = () -> new IncomingArchive.Opened("a.tar", content.open());
    return answer(hub, hub.manager().receive(agentIds, incoming));
  }

  private Supplies.Foreign foreignArchive() {
    return whims.oneOf(supplies.foreign()).orElseThrow();
  }

  /** Somebody else's hub stores a backup at a location. */
  private void foreign() {
    Supplies.Foreign archive = foreignArchive();
    Location location = whims.oneOf(List.copyOf(locations.values())).orElseThrow();
    history.add("%s comes to %s".formatted(archive.backup().backupId(), location.agentId()));
    witness.precious(archive.backup().backupId());
    witness.wanted(archive.backup().backupId());
    location.put(archive.backup(), archive.content());
  }

  private Optional<String> some() {
    return whims.oneOf(List.copyOf(seen));
  }

  private void pin(SimulatedHub hub) {
    some()
        .ifPresent(
            backupId -> {
              history.add("pin " + backupId);
              if (answer(hub, hub.manager().keeping().pin(backupId))) {
                witness.pinned(backupId, true);
              }
            });
  }

  private void unpin(SimulatedHub hub) {
    some()
        .ifPresent(
            backupId -> {
              history.add("unpin " + backupId);
              witness.pinned(backupId, false);
              answer(hub, hub.manager().keeping().unpin(backupId));
            });
  }

  private void delete(SimulatedHub hub) {
    some()
        .ifPresent(
            backupId -> {
              history.add("delete " + backupId);
              witness.unwanted(backupId);
              answer(hub, hub.manager().delete(backupId, "somebody"));
            });
  }

  private void send(SimulatedHub hub) {
    some()
        .ifPresent(
            backupId -> {
              List<String> agentIds = whims.locations();
              history.add("send %s to %s".formatted(backupId, agentIds));
              answer(hub, hub.manager().send(backupId, agentIds));
            });
  }

  private void cancel(SimulatedHub hub) {
    history.add("cancel");
    answer(hub, hub.manager().cancel());
  }
}
