package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupRefusedException;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.local.LocalAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Single attempts to bring a copy to a location; how each went is in the journal after it. */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  /** A location that did not come back for so long is not coming back. */
  private static final Duration LONGEST = Duration.ofDays(30);

  /** A hub that was off for as long has not tried yet. */
  private static final int ENOUGH = 20;

  /** What has changed on the disk once is hardly right again within minutes. */
  private static final Duration AFTER_DAMAGE = Duration.ofDays(1);

  private final DeliveryParts parts;
  private final DeliveryJournal journal;
  private final SoleCopies soles;
  private final RetryDelays delays;
  private final Runnable changed;
  private final Map<CopyId, Upload> running = new LinkedHashMap<>();
  private boolean stopped;

  /**
   * @param random from 0 up to 1, spreads the attempts
   * @param changed hears when an attempt begins and when it ends
   */
  Attempts(
      DeliveryParts parts,
      DeliveryJournal journal,
      SoleCopies soles,
      DoubleSupplier random,
      Runnable changed) {
    this.parts = parts;
    this.journal = journal;
    this.soles = soles;
    this.delays = new RetryDelays(random);
    this.changed = changed;
  }

  /** Gives up what runs, which is tried again after the next start. */
  void stop() {
    stopped = true;
    List.copyOf(running.values())
        .forEach(upload -> upload.pause(new BackupAgentException("The hub is stopping.")));
  }

  boolean isRunning(CopyId copy) {
    return running.containsKey(copy);
  }

  /** How far an upload is; empty while its archive is made ready. */
  Optional<TransferProgress> progress(CopyId copy) {
    return Optional.ofNullable(running.get(copy)).flatMap(Upload::progress);
  }

  /** Succeeds when the attempt that is running now has ended, however it went. */
  Future<Void> rest(CopyId copy) {
    return Optional.ofNullable(running.get(copy))
        .map(upload -> upload.stored().otherwiseEmpty())
        .orElseGet(Future::succeededFuture);
  }

  /** Gives up an attempt because nobody wants the copy any more. */
  void cancel(CopyId copy) {
    Optional.ofNullable(running.get(copy)).ifPresent(Upload::giveUp);
  }

  /** Tries once; fails when the location does not have its copy after it. */
  Future<Void> make(Outgoing outgoing, Load load, BackupAgent agent) {
    if (stopped) {
      return Future.failedFuture(new BackupAgentException("The hub is stopping."));
    }
    CopyId copy = CopyId.of(outgoing.backupId(), agent);
    if (journal.find(copy).isEmpty()) {
      return Future.failedFuture(new DeliveryCancelledException());
    }
    Upload upload = Upload.begin(parts, journal, load, outgoing, agent);
    running.put(copy, upload);
    parts.transfers().began(copy, upload.over());
    changed.run();
    return upload
        .stored()
        .onComplete(done -> running.remove(copy))
        .onFailure(why -> parts.transfers().gaveUp(copy))
        .onSuccess(done -> parts.trouble().taken(copy.agentId()))
        .transform(
            done ->
                (done.succeeded()
                        ? DeliveryJournal.orLater(journal.settle(copy))
                        : failed(outgoing, agent, done.cause()))
                    .compose(
                        written ->
                            done.succeeded()
                                ? Future.<Void>succeededFuture()
                                : Future.failedFuture(done.cause())))
        .onComplete(done -> changed.run());
  }

  /** An attempt has failed: another is made later, unless there were enough. */
  Future<Void> failed(Outgoing outgoing, BackupAgent agent, Throwable why) {
    CopyId copy = CopyId.of(outgoing.backupId(), agent);
    Optional<Waiting> owed = journal.find(copy);
    if (stopped || owed.isEmpty() || why instanceof DeliveryCancelledException) {
      return Future.succeededFuture();
    }
    String evidence = AgentCalls.message(why);
    boolean damaged = why.getCause() instanceof ChangedArchiveException;
    if (damaged) {
      parts
          .verifier()
          .damaged(
              parts.agents().local(),
              outgoing.backup(),
              evidence,
              "It was left where it is, and is not sent to %s.".formatted(agent.name()));
    }
    LOG.atError()
        .addKeyValue("agent_id", copy.agentId())
        .addKeyValue("backup_id", copy.backupId())
        .setCause(why)
        .log("A location did not take the backup");
    Instant now = parts.runtime().clock().instant();
    boolean over = why instanceof BackupRefusedException || isHopeless(owed.get(), now);
    if (over && !isLastResort(copy)) {
      return giveUp(outgoing, agent, evidence, why);
    }
    if (!isTold(why)) {
      parts.trouble().failed(agent, outgoing.backup().name(), evidence);
    }
    Duration atLeast = damaged ? AFTER_DAMAGE : Duration.ZERO;
    return DeliveryJournal.orLater(
        journal.change(
            copy,
            waiting -> {
              Duration pause = delays.after(waiting.attempts() + 1);
              return waiting.failed(
                  evidence, now.plus(pause.compareTo(atLeast) < 0 ? atLeast : pause));
            }));
  }

  private Future<Void> giveUp(
      Outgoing outgoing, BackupAgent agent, String evidence, Throwable why) {
    CopyId copy = CopyId.of(outgoing.backupId(), agent);
    LOG.atError()
        .addKeyValue("agent_id", copy.agentId())
        .addKeyValue("backup_id", copy.backupId())
        .addKeyValue("refused", why instanceof BackupRefusedException)
        .log("The delivery is given up");
    String kept = soles.isSole(copy) ? " It was nowhere else, and is stored on this system." : "";
    if (!(why instanceof BackupRefusedException)) {
      parts.trouble().givenUp(agent, outgoing.backup().name(), evidence + kept);
    } else if (!isTold(why) || !kept.isEmpty()) {
      parts.trouble().refused(agent, outgoing.backup().name(), evidence + kept);
    }
    Future<Void> settled = soles.giveUp(copy);
    if (journal.owesNothing(copy)) {
      parts.trouble().noneOwed(copy.agentId());
    }
    return DeliveryJournal.orLater(settled).onComplete(done -> changed.run());
  }

  private static boolean isTold(Throwable why) {
    return why instanceof BackupAgentException known && known.isTold();
  }

  /** Where else should the only copy go? */
  private boolean isLastResort(CopyId copy) {
    return copy.agentId().equals(LocalAgent.ID) && soles.isSole(copy);
  }

  private static boolean isHopeless(Waiting waiting, Instant now) {
    return waiting.attempts() >= ENOUGH && waiting.since().plus(LONGEST).isBefore(now);
  }
}
