package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.ledger.Ledger;
import org.homekeep.core.backup.ledger.Verdict;
import org.homekeep.core.backup.local.DiskSpace;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.LocationReport.State;

/** What people want to know of locations; changes nothing there. Touched on the hub's context. */
public final class Locations {
  private final ManagerParts parts;
  private final Catalogue catalogue;
  private final Copies copies;
  private final CopyChecks checks;

  /** The last question about the disk; a disk that hangs is not asked again meanwhile. */
  private Future<Optional<DiskSpace>> disk = Future.succeededFuture(Optional.empty());

  Locations(ManagerParts parts, Catalogue catalogue, Copies copies, CopyChecks checks) {
    this.parts = parts;
    this.catalogue = catalogue;
    this.copies = copies;
    this.checks = checks;
  }

  /** All locations, as far as they answer within two seconds. */
  public Future<List<LocationStatus>> all() {
    Future<Listing> listing = catalogue.glance();
    Future<Optional<DiskSpace>> space = space();
    return Future.all(listing, space)
        .map(
            both ->
                parts.agents().all().stream()
                    .map(agent -> status(agent, listing.result(), space.result()))
                    .toList());
  }

  private LocationStatus status(BackupAgent agent, Listing listing, Optional<DiskSpace> space) {
    String id = agent.agentId();
    List<AgentBackup> held =
        listing.backups().stream()
            .flatMap(backup -> Optional.ofNullable(backup.copies().get(id)).stream())
            .toList();
    return new LocationStatus(
        id,
        agent.name(),
        held.size(),
        bytes(held),
        LocalAgent.isLocal(agent) ? space : Optional.empty(),
        ledger().lastWhole(id),
        Optional.ofNullable(listing.agentErrors().get(id)),
        checks.running(id));
  }

  private Ledger ledger() {
    return parts.safekeeping().ledger();
  }

  private static long bytes(List<AgentBackup> held) {
    return held.stream().mapToLong(AgentBackup::size).sum();
  }

  private Future<Optional<DiskSpace>> space() {
    if (disk.isComplete()) {
      disk =
          parts
              .worker()
              .run(() -> Optional.of(parts.localDirectory().space()))
              .otherwise(Optional.empty());
    }
    Promise<Optional<DiskSpace>> soon = Promise.promise();
    Cancellable timer =
        parts.timers().after(Glimpse.PATIENCE, () -> soon.tryComplete(Optional.empty()));
    disk.onSuccess(
        found -> {
          timer.cancel();
          soon.tryComplete(found);
        });
    return soon.future();
  }

  /** Asks a location afresh, with the same patience that backups have. */
  public Future<LocationReport> test(String agentId) {
    return copies.agent(agentId).compose(this::test);
  }

  private Future<LocationReport> test(BackupAgent agent) {
    Clock clock = parts.runtime().clock();
    Instant asked = clock.instant();
    return parts
        .calls()
        .call(agent, agent::list)
        .compose(Catalogue::listed)
        .compose(
            answer -> {
              Duration took = since(asked, clock);
              return newest(agent, answer.backups())
                  .map(
                      newest ->
                          new LocationReport(
                              true,
                              took,
                              answer.backups().size(),
                              bytes(answer.backups()),
                              newest,
                              answer.error()));
            })
        .otherwise(
            failed ->
                new LocationReport(
                    false,
                    since(asked, clock),
                    0,
                    0,
                    Optional.empty(),
                    Optional.of(AgentCalls.message(failed))));
  }

  /** The clock may have been put back. */
  private static Duration since(Instant asked, Clock clock) {
    Duration took = Duration.between(asked, clock.instant());
    return took.isNegative() ? Duration.ZERO : took;
  }

  private Future<Optional<LocationReport.Newest>> newest(
      BackupAgent agent, List<AgentBackup> held) {
    return held.stream()
        .max(Comparator.comparing(Locations::made))
        .map(backup -> newest(agent, backup).map(Optional::of))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private static Instant made(AgentBackup backup) {
    try {
      return OffsetDateTime.parse(backup.date()).toInstant();
    } catch (DateTimeParseException foreign) {
      return Instant.MIN;
    }
  }

  private Future<LocationReport.Newest> newest(BackupAgent agent, AgentBackup backup) {
    boolean known = ledger().sent(CopyId.of(backup.backupId(), agent)).isPresent();
    if (!known) {
      return Future.succeededFuture(
          newest(agent, backup, State.NOT_CHECKABLE, CopyChecks.NOT_SENT));
    }
    // Its word would be that of this machine, which had to read the whole file for it.
    Future<Optional<Verdict>> asked =
        LocalAgent.isLocal(agent)
            ? Future.succeededFuture(Optional.empty())
            : parts.safekeeping().verifier().ask(agent, backup.backupId());
    return asked.map(
        said ->
            said.map(verdict -> newest(agent, backup, verdict))
                .orElseGet(
                    () ->
                        newest(
                            agent,
                            backup,
                            State.NOT_CHECKABLE,
                            "The location does not say by itself whether the bytes are right."
                                + " Verify the copy to read it back.")));
  }

  private LocationReport.Newest newest(BackupAgent agent, AgentBackup backup, Verdict verdict) {
    if (verdict instanceof Verdict.Different different) {
      return newest(agent, backup, State.DAMAGED, different.message());
    }
    if (verdict instanceof Verdict.Missing missing) {
      return newest(agent, backup, State.MISSING, missing.message());
    }
    if (verdict instanceof Verdict.Unknown unknown) {
      return newest(agent, backup, State.NOT_CHECKABLE, unknown.message());
    }
    return newest(agent, backup, State.SOUND, "The location confirms that it has what was sent.");
  }

  private LocationReport.Newest newest(
      BackupAgent agent, AgentBackup backup, State state, String message) {
    return new LocationReport.Newest(
        backup, state, ledger().verification(agent.agentId(), backup), message);
  }
}
