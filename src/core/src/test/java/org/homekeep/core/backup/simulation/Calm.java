package org.homekeep.core.backup.simulation;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.homekeep.core.backup.delivery.DeliveryStatus;
import org.homekeep.core.backup.manager.BackupManager;

/** A time without faults, after which everything must be well. */
final class Calm {
  /** The longest pause between attempts is below five hours; clocks are set by up to three. */
  private static final Duration ENOUGH = Duration.ofHours(18);

  private final SimulatedTime time;
  private final Whims whims;
  private final History history;
  private final Witness witness;

  Calm(SimulatedTime time, Whims whims, History history, Witness witness) {
    this.time = time;
    this.whims = whims;
    this.history = history;
    this.witness = witness;
  }

  void pass(SimulatedHub hub, Weather weather) throws IOException {
    history.add("all faults end");
    weather.clear(hub);
    advance(hub, ENOUGH);
    awaitIdle(hub);
    requireNothingOwed(hub, "Long after all faults ended");
    hub.update(Whims.destinations(whims.everywhere()));
    String backupId = backup(hub);
    advance(hub, Duration.ofMinutes(30));
    awaitIdle(hub);
    requireNothingOwed(hub, "After a backup without faults");
    witness.look();
    for (String agentId : whims.everywhere()) {
      witness.require(
          witness.isAcknowledged(agentId, backupId) || witness.wasPruned(agentId, backupId),
          "the backup is not there, or not verified",
          backupId,
          agentId);
    }
    witness.here().requireTidy(witness.requirements());
    hub.update(whims.change());
    witness.requirements().requireUnbroken();
  }

  private String backup(SimulatedHub hub) {
    BackupManager manager = hub.manager();
    BackupManager.Accepted accepted = hub.ask(manager.generateAutomatic()).orElseThrow();
    history.add("a backup without faults: " + accepted.backupId());
    Future<Void> finished = accepted.finished();
    hub.ask(finished.map("finished"));
    return accepted.backupId();
  }

  private void advance(SimulatedHub hub, Duration duration) {
    hub.threads().advanceTo(time.passed().plus(duration));
    witness.requirements().requireUnbroken();
  }

  private void awaitIdle(SimulatedHub hub) {
    for (int minutes = 0; !hub.isIdle(); minutes++) {
      witness.require(minutes < 600, "the manager does not become idle");
      advance(hub, Duration.ofMinutes(1));
    }
  }

  private void requireNothingOwed(SimulatedHub hub, String when) {
    List<DeliveryStatus> owed = hub.manager().deliveries().list();
    witness.require(owed.isEmpty(), "a copy is owed", when, owed);
  }
}
