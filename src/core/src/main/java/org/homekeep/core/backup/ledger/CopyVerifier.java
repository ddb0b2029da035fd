package org.homekeep.core.backup.ledger;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.runtime.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a location holds what it was sent: it says so itself, or the copy is read back.
 *
 * <p>Touched on the hub's context. Answers always come; what cannot be found out is {@link
 * Verdict.Unknown} and is tried again by {@link #verifyLate}.
 */
public final class CopyVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(CopyVerifier.class);

  private static final String LEFT = "The copy was left there.";

  private static final Verdict MEANWHILE =
      new Verdict.Unknown("The copy was sent anew or deleted while it was looked at.");

  /** A little less than the day after which retention asks again. */
  private static final Duration PAUSE = Duration.ofHours(23);

  private final AgentCalls calls;
  private final Ledger ledger;
  private final DamagedCopies damaged;
  private final CopyTrouble trouble;
  private final Clock clock;
  private final Examiner examiner;

  /** When a copy was last tried to be verified late. */
  private final Map<CopyRecord, Instant> tried = new HashMap<>();

  /**
   * A verifier.
   *
   * @param patience how long a location may take to add up a checksum, or give no byte
   */
  public CopyVerifier(
      AgentCalls calls,
      Timers timers,
      Ledger ledger,
      DamagedCopies damaged,
      CopyTrouble trouble,
      Clock clock,
      Duration patience) {
    this.calls = calls;
    this.ledger = ledger;
    this.damaged = damaged;
    this.trouble = trouble;
    this.clock = clock;
    this.examiner = new Examiner(calls, timers, clock, patience);
  }

  /** Ends what is being read back. */
  public void stop() {
    examiner.stop();
  }

  /**
   * Takes the word on a copy back, before another upload may write over it: from then on nobody
   * knows what is there. Always succeeds.
   */
  public Future<Void> takeBack(CopyId id) {
    return ledger.find(id).isPresent() ? forgotten(id) : Future.succeededFuture();
  }

  /**
   * Notes a file of the hub's own location: the hub wrote it, read it to its end after that, and
   * gave it its name. Whatever is found, nothing is deleted.
   *
   * @param digests of what was read
   * @param size of the file under its name
   */
  public Future<Verdict> writtenHere(
      BackupAgent local, AgentBackup backup, Digests digests, long size) {
    CopyRecord record = record(local, backup.backupId(), digests);
    Verdict verdict = examiner.here(local, record, size);
    if (verdict instanceof Verdict.Different different) {
      tell(local, backup, different.message(), LEFT);
      return damaged(record, different.message()).map(verdict);
    }
    return settled(local, record, verdict);
  }

  /** The ids of the locations that took a copy of a backup of which no damage is known. */
  public Set<String> holders(String backupId) {
    return ledger.holders(backupId);
  }

  /** Whether a location is known to hold what it was sent. */
  public boolean isVerified(CopyId id) {
    return ledger.verifiedSize(id).isPresent();
  }

  /** Whether a copy is known to be damaged. */
  public boolean isDamaged(CopyId id) {
    return ledger.damage(id).isPresent();
  }

  /**
   * Whether a copy is what was sent. One that nobody has looked at yet is looked at now; nothing is
   * deleted.
   *
   * @return empty when nobody knows what was sent; fails when the location cannot say it now
   */
  public Future<Optional<Boolean>> isSound(BackupAgent agent, String backupId) {
    Optional<CopyRecord> known = ledger.find(CopyId.of(backupId, agent));
    if (known.isEmpty() || known.get().finding().isPresent()) {
      return Future.succeededFuture(known.map(record -> record.verification().isPresent()));
    }
    return examiner
        .examine(agent, known.get())
        .compose(verdict -> noted(agent, known.get(), verdict, MEANWHILE))
        .compose(Verdict::certain)
        .map(verdict -> Optional.of(verdict instanceof Verdict.Verified));
  }

  /** A copy turned out to be something else when it was read for another reason. */
  public Future<Void> damaged(
      BackupAgent agent, AgentBackup backup, String evidence, String outcome) {
    tell(agent, backup, evidence, outcome);
    return ledger
        .find(CopyId.of(backup.backupId(), agent))
        .map(record -> damaged(record, evidence))
        .orElseGet(Future::succeededFuture);
  }

  private void tell(BackupAgent agent, AgentBackup backup, String evidence, String outcome) {
    LOG.atError()
        .addKeyValue("agent_id", agent.agentId())
        .addKeyValue("backup_id", backup.backupId())
        .log("A copy is not what was sent: {}", evidence);
    trouble.notAsSent(agent, backup.name(), evidence, outcome);
  }

  /** What was sent stays known, so that the copy can be looked at once more. */
  private Future<Void> damaged(CopyRecord record, String evidence) {
    return remembered(record.found(new Damage(evidence, clock.instant())));
  }

  private CopyRecord record(BackupAgent agent, String backupId, Digests digests) {
    return new CopyRecord(CopyId.of(backupId, agent), digests, clock.instant(), Optional.empty());
  }

  /**
   * Verifies a copy after its upload has succeeded. A copy of this hub that is not what was sent is
   * deleted there, unless there was one before: what the location has may be that one, and good. In
   * the hub's own directory nothing is deleted: somebody may have put another file there by hand.
   * Nor is what the location itself has confirmed while it was read, which people are always told.
   * What is there stays known as damaged, so that it stands for no archive that is sent there.
   *
   * @param sent as it was announced to the location
   * @param digests of what was measured before it was sent
   * @param isFirst whether the location had nothing of this backup before it was sent
   * @param wanted whether anybody still wants the copy; when not, no people are told of it
   */
  public Future<Verdict> verify(
      BackupAgent agent,
      AgentBackup sent,
      Digests digests,
      boolean isFirst,
      BooleanSupplier wanted) {
    CopyRecord record = record(agent, sent.backupId(), digests);
    return remembered(record)
        .compose(noted -> examiner.examine(agent, record))
        .compose(
            seen -> {
              Optional<CopyRecord> known = ledger.find(record.id()).filter(record::isStill);
              if (known.isEmpty()) {
                return Future.succeededFuture(seen);
              }
              Verdict verdict = record.outweighing(known.get(), seen).orElse(seen);
              if (verdict instanceof Verdict.Different different) {
                String evidence = different.message();
                // Other archives may have gone because the location had given its word meanwhile.
                boolean reliedOn = known.get().verification().isPresent();
                Future<String> outcome =
                    reliedOn
                        ? damaged(record, evidence).map(LEFT)
                        : settledDamaged(agent, sent, record, evidence, isFirst);
                return rejected(
                    agent,
                    sent,
                    verdict,
                    evidence,
                    outcome,
                    () -> reliedOn || wanted.getAsBoolean());
              }
              if (verdict instanceof Verdict.Missing missing) {
                Future<String> outcome = forgotten(record.id()).map("Nothing is there.");
                return rejected(agent, sent, verdict, missing.message(), outcome, wanted);
              }
              return settled(agent, record, verdict);
            });
  }

  /** What becomes of a copy that is not what was sent, as a sentence for people. */
  private Future<String> settledDamaged(
      BackupAgent agent, AgentBackup sent, CopyRecord record, String evidence, boolean isFirst) {
    if (LocalAgent.isLocal(agent)) {
      return damaged(record, evidence).map(LEFT);
    }
    // It is no copy that counts, whether it can be deleted or not.
    Future<Void> forgotten = forgotten(record.id());
    return damaged.isOurs(sent) && isFirst
        ? forgotten.compose(done -> damaged.delete(agent, sent, evidence))
        : forgotten.map(LEFT);
  }

  /**
   * Verifies copies that could not be verified when they were sent, each at most once a day;
   * deletes nothing. Each location is asked beside the others, and left alone for this time when it
   * cannot answer.
   */
  public Future<Void> verifyLate(List<BackupAgent> agents) {
    return Future.join(agents.stream().map(this::verifyLate).toList()).mapEmpty();
  }

  private Future<Void> verifyLate(BackupAgent agent) {
    Instant now = clock.instant();
    tried.values().removeIf(at -> !at.plus(PAUSE).isAfter(now));
    Future<Boolean> answering = Future.succeededFuture(true);
    for (CopyRecord record : ledger.unexamined()) {
      if (record.agentId().equals(agent.agentId()) && !tried.containsKey(record)) {
        answering =
            answering.compose(
                answers ->
                    answers && isUnchanged(record)
                        ? verifyLate(agent, record)
                        : Future.succeededFuture(answers));
      }
    }
    return answering.mapEmpty();
  }

  private boolean isUnchanged(CopyRecord record) {
    return ledger.find(record.id()).equals(Optional.of(record));
  }

  /** Verifies a copy anew, because something may have been written over it; deletes nothing. */
  public Future<Void> verifyAgain(BackupAgent agent, String backupId) {
    Optional<CopyRecord> known =
        ledger.find(CopyId.of(backupId, agent)).map(record -> record.writtenOver(clock.instant()));
    return known.isEmpty()
        ? Future.succeededFuture()
        : remembered(known.get()).compose(noted -> verifyLate(agent, known.get())).mapEmpty();
  }

  /**
   * Reads a copy back because somebody wants to know, and notes what comes of it; deletes nothing.
   * What was known of it stays known when it cannot be read.
   *
   * @param wanted ends the reading with its failure
   * @return {@link Verdict.Unknown}, too, when nobody knows what was sent
   */
  public Future<Verdict> verifyNow(BackupAgent agent, String backupId, Future<Void> wanted) {
    return ledger
        .find(CopyId.of(backupId, agent))
        .map(
            record ->
                examiner
                    .readBack(agent, record, wanted)
                    .compose(verdict -> noted(agent, record, verdict, MEANWHILE)))
        .orElseGet(() -> Future.succeededFuture(MEANWHILE));
  }

  /**
   * Asks a location what it holds as a copy, and notes what comes of it; reads nothing back and
   * deletes nothing.
   *
   * @return empty when the location cannot say, or nobody knows what was sent
   */
  public Future<Optional<Verdict>> ask(BackupAgent agent, String backupId) {
    Optional<CopyRecord> known = ledger.find(CopyId.of(backupId, agent));
    if (known.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    CopyRecord record = known.get();
    return examiner
        .ask(agent, record)
        .compose(
            said ->
                said.isEmpty()
                    ? Future.succeededFuture(said)
                    : asked(agent, record, said.get()).map(Optional::of));
  }

  /** A location's word adds nothing to what was found of a copy before, by reading it perhaps. */
  private Future<Verdict> asked(BackupAgent agent, CopyRecord looked, Verdict said) {
    Optional<CopyRecord> known = ledger.find(looked.id()).filter(looked::isStill);
    if (!(said instanceof Verdict.Verified) || known.flatMap(CopyRecord::finding).isEmpty()) {
      return noted(agent, looked, said, MEANWHILE);
    }
    return Future.succeededFuture(
        known.flatMap(CopyRecord::damage).map(Damage::verdict).orElse(said));
  }

  /** Whether the location could say something. */
  private Future<Boolean> verifyLate(BackupAgent agent, CopyRecord record) {
    tried.put(record, clock.instant());
    return examiner
        .examine(agent, record)
        .compose(verdict -> noted(agent, record, verdict, verdict))
        .map(verdict -> !(verdict instanceof Verdict.Unknown));
  }

  /**
   * Notes and tells what was found of a copy that was sent before.
   *
   * @param looked what was known when this look began
   * @param superseded the verdict when something else was sent, or it was deleted, meanwhile
   */
  private Future<Verdict> noted(
      BackupAgent agent, CopyRecord looked, Verdict verdict, Verdict superseded) {
    Optional<CopyRecord> known = ledger.find(looked.id()).filter(looked::isStill);
    if (known.isEmpty()) {
      return Future.succeededFuture(superseded);
    }
    CopyRecord record = known.get();
    Optional<Verdict> before = looked.outweighing(record, verdict);
    if (before.isPresent()) {
      return Future.succeededFuture(before.get());
    }
    if (verdict instanceof Verdict.Different different) {
      return damaged(record, different.message())
          .compose(noted -> name(agent, record.backupId()))
          .onSuccess(name -> tellLeft(agent, record, name, different.message()))
          .map(verdict);
    }
    if (verdict instanceof Verdict.Missing) {
      // Since it was sent, somebody may have deleted it at the location itself.
      return forgotten(record.id()).map(verdict);
    }
    boolean toldOfAnother = record.verification().isPresent() || ledger.hasOtherDamage(record.id());
    if (toldOfAnother && verdict instanceof Verdict.Verified again) {
      // That this copy is whole says nothing of another one there, of which people are told.
      return remembered(record.found(again.verification())).map(verdict);
    }
    return settled(agent, record, verdict);
  }

  /** Unless somebody else has settled it since. */
  private void tellLeft(BackupAgent agent, CopyRecord record, String name, String evidence) {
    if (isDamaged(record.id())) {
      trouble.notAsSent(agent, name, evidence, LEFT);
    }
  }

  /** What people know the backup by; its id when the location cannot say. */
  private Future<String> name(BackupAgent agent, String backupId) {
    return calls
        .call(agent, () -> agent.getBackup(backupId))
        .map(AgentBackup::name)
        .otherwise(backupId);
  }

  private Future<Verdict> settled(BackupAgent agent, CopyRecord record, Verdict verdict) {
    if (verdict instanceof Verdict.Verified good) {
      trouble.asSent(agent);
      return remembered(record.found(good.verification())).map(verdict);
    }
    LOG.atWarn()
        .addKeyValue("agent_id", agent.agentId())
        .addKeyValue("backup_id", record.backupId())
        .log("A copy could not be verified: {}", verdict);
    return Future.succeededFuture(verdict);
  }

  /** What could not be written is known until the stop, and unverified after it: the safe side. */
  private Future<Void> remembered(CopyRecord record) {
    return ledger.remember(record).recover(CopyVerifier::notWritten);
  }

  /** Of a copy that is gone, is written over, or never arrived, nothing more is to be found out. */
  private Future<Void> forgotten(CopyId id) {
    return ledger.forget(id).recover(CopyVerifier::notWritten);
  }

  private static Future<Void> notWritten(Throwable why) {
    LOG.atError().setCause(why).log("The ledger of copies is not written yet");
    return Future.succeededFuture();
  }

  private Future<Verdict> rejected(
      BackupAgent agent,
      AgentBackup sent,
      Verdict verdict,
      String evidence,
      Future<String> outcome,
      BooleanSupplier wanted) {
    if (!wanted.getAsBoolean()) {
      return outcome.map(verdict);
    }
    return outcome.map(
        said -> {
          tell(agent, sent, evidence, said);
          return verdict;
        });
  }
}
