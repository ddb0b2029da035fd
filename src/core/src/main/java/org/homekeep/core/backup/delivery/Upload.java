package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;
import org.homekeep.core.backup.engine.ArchiveEngine.Recoded;
import org.homekeep.core.backup.ledger.Verdict;

/** One archive on its way to one location. Touched on the hub's context. */
final class Upload {
  private final DeliveryParts parts;
  private final BackupAgent agent;
  private final Promise<Void> stored = Promise.promise();
  private final Promise<Void> over = Promise.promise();
  private Optional<UploadWatch> watch = Optional.empty();

  private Upload(DeliveryParts parts, BackupAgent agent) {
    this.parts = parts;
    this.agent = agent;
  }

  /** Begins to send, in the form that the location is set to. */
  static Upload begin(DeliveryParts parts, Load load, Outgoing outgoing, BackupAgent agent) {
    Upload upload = new Upload(parts, agent);
    upload
        .form(load.file(), outgoing.backup(), outgoing.key(), load.measured())
        .onSuccess(
            form ->
                upload
                    .isFirstThere(load, outgoing.backupId())
                    .onSuccess(isFirst -> upload.send(form, isFirst)))
        .onFailure(upload::notSent);
    return upload;
  }

  /** Whether the location has nothing of this backup yet. One that does not say so may have. */
  private Future<Boolean> isFirstThere(Load load, String backupId) {
    return load.isNew()
        ? Future.succeededFuture(true)
        : parts
            .calls()
            .call(agent, () -> agent.getBackup(backupId))
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
  Optional<UploadProgress> progress() {
    return watch.map(UploadWatch::progress);
  }

  /** Gives up at once, whatever the location does about it. */
  void cancel(Throwable why) {
    watch.ifPresent(UploadWatch::abandon);
    stored.tryFail(why);
  }

  private Future<Recoded> form(
      Path file, AgentBackup backup, Optional<Secret> key, Optional<Measured> measured) {
    boolean wanted = parts.store().config().wantsProtected(agent.agentId(), key.isPresent());
    if (key.isPresent() && wanted != backup.isProtected()) {
      return parts
          .lasting()
          .run(() -> parts.engine().recoded(file, backup, key.get()))
          .onComplete(done -> parts.recodings().recoded(backup.name(), agent.agentId(), done));
    }
    ArchiveSource asItIs = () -> ArchiveEngine.open(file);
    return measured
        .map(Future::succeededFuture)
        .orElseGet(
            () -> parts.lasting().run(() -> new Measured(backup, ArchiveEngine.digests(file))))
        .map(known -> new Recoded(asItIs, known));
  }

  private void notSent(Throwable why) {
    stored.tryFail(why);
    over.tryComplete();
  }

  private void send(Recoded form, boolean isFirst) {
    if (stored.future().isComplete()) {
      over.tryComplete();
      return;
    }
    UploadWatch watched = new UploadWatch(parts, agent.agentId(), form.backup());
    watch = Optional.of(watched);
    Promise<Void> sent = Promise.promise();
    watched.onStall(() -> sent.tryFail(stalled()));
    stored.future().onComplete(done -> watched.end(done.succeeded()));
    parts
        .calls()
        .transfer(() -> agent.uploadBackup(watched.upload(form.source())))
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
                        .compose(Verdict::accepted))
        .onSuccess(stored::tryComplete)
        .onFailure(stored::tryFail);
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
