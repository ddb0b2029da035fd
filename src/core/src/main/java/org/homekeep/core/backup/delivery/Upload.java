package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;
import org.homekeep.core.backup.engine.ArchiveEngine.Recoded;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.ledger.Verdict;
import org.homekeep.core.backup.local.LocalAgent;

/** One archive on its way to one location. Touched on the hub's context. */
final class Upload {
  private final DeliveryParts parts;
  private final DeliveryJournal journal;
  private final BackupAgent agent;
  private final CopyId copy;
  private final Optional<Unfinished> begun;
  private final Promise<Void> stored = Promise.promise();
  private final Promise<Void> over = Promise.promise();
  private Optional<UploadWatch> watch = Optional.empty();

  private Upload(DeliveryParts parts, DeliveryJournal journal, BackupAgent agent, CopyId copy) {
    this.parts = parts;
    this.journal = journal;
    this.agent = agent;
    this.copy = copy;
    this.begun = journal.find(copy).flatMap(Waiting::unfinished);
  }

  /**
   * Begins to send, in the form that the location is set to, or goes on with what an earlier
   * attempt has begun.
   */
  static Upload begin(
      DeliveryParts parts,
      DeliveryJournal journal,
      Load load,
      Outgoing outgoing,
      BackupAgent agent) {
    CopyId copy = CopyId.of(outgoing.backupId(), agent);
    Upload upload = new Upload(parts, journal, agent, copy);
    upload
        .form(load.file(), outgoing, load.measured())
        .compose(
            form ->
                upload
                    .isFirstThere(load)
                    .compose(isFirst -> upload.takeBack(isFirst).map(isFirst))
                    .compose(isFirst -> upload.send(form, isFirst)))
        .onFailure(upload::notReady);
    return upload;
  }

  /** Whether the location has nothing of this backup yet. One that does not say so may have. */
  private Future<Boolean> isFirstThere(Load load) {
    return load.isNew()
        ? Future.succeededFuture(true)
        : parts
            .calls()
            .call(agent, () -> agent.getBackup(copy.backupId()))
            .transform(
                found -> Future.succeededFuture(found.cause() instanceof BackupNotFoundException));
  }

  /** Succeeds when the location has the copy, and not something else. */
  Future<Void> stored() {
    return stored.future();
  }

  /** Completes when the location does nothing more about it, whether somebody wants it or not. */
  Future<Void> over() {
    return over.future();
  }

  /** How far it is; empty while the archive is made ready. */
  Optional<TransferProgress> progress() {
    return watch.map(UploadWatch::progress);
  }

  /** Nobody wants the copy any more: gives up at once, whatever the location does about it. */
  void giveUp() {
    watch.ifPresent(watched -> watched.abandon(Wish.GIVE_UP));
    stored.tryFail(new DeliveryCancelledException());
  }

  /** Ends this attempt at once, for another one to go on. */
  void pause(Throwable why) {
    watch.ifPresent(watched -> watched.abandon(Wish.PAUSE));
    stored.tryFail(why);
  }

  private Future<Recoded> form(Path file, Outgoing outgoing, Optional<Measured> measured) {
    AgentBackup backup = outgoing.backup();
    Optional<Secret> key = outgoing.key();
    boolean wanted = parts.store().config().wantsProtected(agent.agentId(), key.isPresent());
    if (key.isPresent() && wanted != backup.isProtected()) {
      return parts
          .lasting()
          .run(
              () ->
                  parts
                      .engine()
                      .recoded(
                          file,
                          backup,
                          key.get(),
                          begun.flatMap(Unfinished::encryption),
                          Sums.of(List.of(agent))))
          .onComplete(done -> parts.recodings().recoded(copy, backup.name(), done));
    }
    ArchiveSource asItIs = () -> ArchiveEngine.open(file);
    return measured
        .map(Future::succeededFuture)
        .orElseGet(
            () -> parts.lasting().run(() -> outgoing.measureAgain(file, Sums.of(List.of(agent)))))
        .map(known -> new Recoded(asItIs, known, Optional::empty));
  }

  /** The location has not even been asked. */
  private void notReady(Throwable why) {
    stored.tryFail(
        new BackupAgentException(
            "Nothing was sent, because the archive on this machine could not be used: %s"
                .formatted(Evidence.of(why)),
            why));
    over.tryComplete();
  }

  /**
   * From the first byte on nobody knows what the location has; what was known is taken back. The
   * hub's own location writes over nothing.
   */
  private Future<Void> takeBack(boolean isFirst) {
    if (!isFirst && LocalAgent.isLocal(agent)) {
      return Future.succeededFuture();
    }
    // A copy that vouches for a deletion stays as it is until that has ended.
    Future<Void> free =
        isFirst ? Future.succeededFuture() : parts.transfers().pruned(agent.agentId());
    return free.compose(
        now ->
            stored.future().isComplete()
                ? Future.succeededFuture()
                : parts.verifier().takeBack(copy));
  }

  /** Succeeds when it is on its way, or when nobody wants it any more. */
  private Future<Void> send(Recoded form, boolean isFirst) {
    if (stored.future().isComplete()) {
      over.tryComplete();
      return Future.succeededFuture();
    }
    UploadNote note = note(form);
    UploadWatch watched = new UploadWatch(parts, agent.agentId(), form.backup());
    watch = Optional.of(watched);
    Promise<Void> sent = Promise.promise();
    watched.onStall(() -> sent.tryFail(stalled()));
    stored.future().onComplete(done -> watched.end(done.succeeded()));
    parts
        .calls()
        .transfer(
            () ->
                agent.uploadBackup(watched.upload(form.source(), form.measured().digests(), note)))
        .onComplete(done -> over.tryComplete())
        .onSuccess(sent::tryComplete)
        .onFailure(sent::tryFail);
    sent.future()
        .onComplete(done -> watched.rest())
        .compose(
            arrived ->
                stored.future().isComplete()
                    ? Future.failedFuture(new DeliveryCancelledException())
                    : parts
                        .verifier()
                        .verify(
                            agent,
                            form.backup(),
                            form.measured().digests(),
                            isFirst,
                            this::isWanted)
                        .compose(this::certainHere)
                        .compose(Verdict::accepted))
        .onSuccess(stored::tryComplete)
        .onFailure(stored::tryFail);
    return Future.succeededFuture();
  }

  /** An archive that is stored here may go then: what cannot be read back does not stand for it. */
  private Future<Verdict> certainHere(Verdict verdict) {
    return LocalAgent.isLocal(agent) ? verdict.certain() : Future.succeededFuture(verdict);
  }

  /** What was begun with other bytes cannot go on. */
  private UploadNote note(Recoded form) {
    String sha256 = form.measured().digests().sha256();
    Optional<String> last =
        begun.filter(upload -> upload.sha256().equals(sha256)).map(Unfinished::note);
    if (begun.isPresent() && last.isEmpty()) {
      journal.beginAnew(copy);
    }
    return new KeptNote(
        parts.runtime(),
        last,
        written -> journal.keep(copy, new Unfinished(written, sha256, form.encryption().get())));
  }

  private boolean isWanted() {
    return !(stored.future().cause() instanceof DeliveryCancelledException);
  }

  private BackupAgentException stalled() {
    return new BackupAgentException(
        "The upload to %s made no progress for %d minutes and was given up."
            .formatted(agent.name(), parts.stallTimeout().toMinutes()));
  }
}
