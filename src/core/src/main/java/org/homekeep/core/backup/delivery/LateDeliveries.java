package org.homekeep.core.backup.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.agent.CopyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of the copies whose first attempt did not succeed: one for each location, the newest
 * backup first, one at a time. Touched on the hub's context.
 */
final class LateDeliveries {
  private static final Logger LOG = LoggerFactory.getLogger(LateDeliveries.class);

  private final DeliveryParts parts;
  private final DeliveryJournal journal;
  private final Predicate<CopyId> isRunning;
  private final LateAttempts attempts;
  private final Owed owed;
  private final SoleCopies soles;
  private final Set<String> busy = new HashSet<>();
  private final Map<String, Instant> patient = new HashMap<>();
  private Set<String> present = Set.of();
  private Optional<Cancellable> timer = Optional.empty();
  private Optional<Cancellable> watching = Optional.empty();
  private Predicate<String> isRemoved = agentId -> false;

  /**
   * @param isRunning whether a backup is on its way to a location
   */
  LateDeliveries(
      DeliveryParts parts,
      DeliveryJournal journal,
      Predicate<CopyId> isRunning,
      LateAttempts attempts,
      Owed owed,
      SoleCopies soles) {
    this.parts = parts;
    this.journal = journal;
    this.isRunning = isRunning;
    this.attempts = attempts;
    this.owed = owed;
    this.soles = soles;
  }

  void start(AgentSource source) {
    isRemoved = source::isRemoved;
    watching = Optional.of(source.onChange(this::welcome));
    welcome();
  }

  void stop() {
    watching.ifPresent(Cancellable::cancel);
    watching = Optional.empty();
    timer.ifPresent(Cancellable::cancel);
    timer = Optional.empty();
  }

  /** A location that has come back need not wait for its time. */
  private void welcome() {
    Set<String> now =
        parts.agents().all().stream().map(BackupAgent::agentId).collect(Collectors.toSet());
    Set<String> back = new HashSet<>(now);
    back.removeAll(present);
    present = Set.copyOf(now);
    back.forEach(this::comeBack);
    look();
  }

  /**
   * Once for each time that it would have been tried anyway: one that is reloaded after each
   * failure comes back all the time, and works no better for it.
   */
  private void comeBack(String agentId) {
    Instant now = parts.runtime().clock().instant();
    Optional<Instant> next = next(agentId).filter(at -> at.isAfter(now));
    boolean again = patient.getOrDefault(agentId, Instant.MIN).isAfter(now);
    if (next.isPresent() && !again) {
      patient.put(agentId, next.get());
      hurry(agentId);
    }
  }

  /** What a location waits for is due at once: it is there, and it works. */
  private void hurry(String agentId) {
    Instant now = parts.runtime().clock().instant();
    for (Outgoing outgoing : journal.all()) {
      if (outgoing.waitingFor(agentId).filter(each -> each.next().isAfter(now)).isPresent()) {
        journal.change(new CopyId(outgoing.backupId(), agentId), each -> each.dueAt(now));
      }
    }
  }

  /** Begins what is due, and comes back for the rest. */
  void look() {
    if (watching.isEmpty()) {
      return;
    }
    timer.ifPresent(Cancellable::cancel);
    timer = Optional.empty();
    journal.all().forEach(this::giveUpRemoved);
    Instant now = parts.runtime().clock().instant();
    List<Instant> later = new ArrayList<>(waitedEnough());
    for (BackupAgent agent : parts.agents().all()) {
      if (!busy.contains(agent.agentId())) {
        due(agent.agentId(), now)
            .ifPresentOrElse(
                outgoing -> begin(outgoing, agent),
                () -> next(agent.agentId()).ifPresent(later::add));
      }
    }
    later.stream()
        .min(Instant::compareTo)
        .ifPresent(
            at -> timer = Optional.of(parts.timers().after(Duration.between(now, at), this::look)));
  }

  /** Who removes a location does not want more copies there, and wants the space back. */
  private void giveUpRemoved(Outgoing outgoing) {
    outgoing
        .copies()
        .filter(copy -> parts.agents().find(copy.agentId()).isEmpty())
        .filter(copy -> isRemoved.test(copy.agentId()))
        .forEach(
            copy -> {
              LOG.atWarn()
                  .addKeyValue("agent_id", copy.agentId())
                  .addKeyValue("backup_id", copy.backupId())
                  .log(
                      "The backup '{}' still waited for the location {}, which was removed. It is not sent there any more",
                      outgoing.backup().name(),
                      copy.agentId());
              if (soles.isSole(copy)) {
                parts.trouble().keptHere(copy.agentId(), outgoing.backup().name());
              }
              owed.removed(copy);
            });
  }

  private Optional<Outgoing> due(String agentId, Instant now) {
    List<Outgoing> newestFirst = new ArrayList<>(journal.all());
    Collections.reverse(newestFirst);
    return newestFirst.stream()
        .filter(outgoing -> isFree(new CopyId(outgoing.backupId(), agentId)))
        .filter(
            outgoing ->
                outgoing
                    .waitingFor(agentId)
                    .filter(waiting -> !waiting.next().isAfter(now))
                    .isPresent())
        .findFirst();
  }

  private boolean isFree(CopyId copy) {
    return !isRunning.test(copy) && parts.transfers().leftAloneUntil(copy).isEmpty();
  }

  /** When locations that still work on uploads that were given up have had their time. */
  private List<Instant> waitedEnough() {
    return journal.all().stream()
        .flatMap(Outgoing::copies)
        .filter(copy -> !isRunning.test(copy))
        .flatMap(copy -> parts.transfers().leftAloneUntil(copy).stream())
        .toList();
  }

  private Optional<Instant> next(String agentId) {
    return journal.all().stream()
        .filter(outgoing -> isFree(new CopyId(outgoing.backupId(), agentId)))
        .flatMap(outgoing -> outgoing.waitingFor(agentId).stream())
        .map(Waiting::next)
        .min(Instant::compareTo);
  }

  private void begin(Outgoing outgoing, BackupAgent agent) {
    busy.add(agent.agentId());
    attempts
        .make(outgoing, agent)
        .onComplete(
            done -> {
              busy.remove(agent.agentId());
              if (done.succeeded()) {
                patient.remove(agent.agentId());
                hurry(agent.agentId());
              }
              look();
            });
  }
}
