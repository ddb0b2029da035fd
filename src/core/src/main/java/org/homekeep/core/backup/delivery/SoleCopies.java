package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.ledger.CopyVerifier;
import org.homekeep.core.backup.local.LocalAgent;

/**
 * Archives that exist nowhere else than among the temporary files: when the last location that
 * waits for one is not to get it any more, it goes to the hub's own location instead of being
 * deleted. Touched on the hub's context.
 */
final class SoleCopies {
  private final AgentRegistry agents;
  private final CopyVerifier verifier;
  private final Clock clock;
  private final DeliveryJournal journal;

  SoleCopies(AgentRegistry agents, CopyVerifier verifier, Clock clock, DeliveryJournal journal) {
    this.agents = agents;
    this.verifier = verifier;
    this.clock = clock;
    this.journal = journal;
  }

  /** Whether the backup would be gone if this location did not wait for it. */
  boolean isSole(CopyId copy) {
    return isSole(copy, journal.find(copy.backupId()));
  }

  private boolean isSole(CopyId copy, Optional<Outgoing> outgoing) {
    return outgoing.filter(each -> each.place().temporary().isPresent()).isPresent()
        && outgoing.get().copies().allMatch(copy::equals)
        && !isElsewhere(outgoing.get());
  }

  /** Copies at locations that are away do not count: nobody knows whether they come back. */
  private boolean isElsewhere(Outgoing outgoing) {
    return Stream.concat(
            verifier.holders(outgoing.backupId()).stream()
                .map(agentId -> new CopyId(outgoing.backupId(), agentId))
                .filter(this::isWhole),
            outgoing.place().from().stream()
                .map(agentId -> new CopyId(outgoing.backupId(), agentId))
                .filter(copy -> !verifier.isDamaged(copy)))
        .anyMatch(copy -> agents.find(copy.agentId()).isPresent());
  }

  /**
   * What has arrived may turn out to be damaged, and what was stored here may have been deleted by
   * hand since.
   */
  private boolean isWhole(CopyId copy) {
    return verifier.isVerified(copy)
        && (!copy.agentId().equals(LocalAgent.ID) || agents.local().isStored(copy.backupId()));
  }

  /** A location is not to get its copy; an archive that is nowhere else is stored here instead. */
  Future<Void> giveUp(CopyId copy) {
    return journal.giveUp(before -> givingUp(copy, before));
  }

  /** The same because somebody wants that; what answers an error has not been. */
  Future<Void> cancel(CopyId copy) {
    return journal.cancel(before -> givingUp(copy, before));
  }

  private DeliveryDocument givingUp(CopyId copy, DeliveryDocument document) {
    Instant now = clock.instant();
    return isSole(copy, document.find(copy.backupId()))
        ? document.givingUp(copy, Waiting.from(LocalAgent.ID, now))
        : document.givingUp(copy);
  }
}
