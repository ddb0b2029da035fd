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
import org.homekeep.core.backup.engine.ArchiveEngine;

/** One archive on its way to one location. Touched on the hub's context. */
final class Upload {
  private final DeliveryParts parts;
  private final BackupAgent agent;
  private final Promise<Void> stored = Promise.promise();
  private Optional<UploadWatch> watch = Optional.empty();

  private Upload(DeliveryParts parts, BackupAgent agent) {
    this.parts = parts;
    this.agent = agent;
  }

  /** Begins to send, in the form that the location is set to. */
  static Upload begin(
      DeliveryParts parts, Path file, AgentBackup backup, Optional<Secret> key, BackupAgent agent) {
    Upload upload = new Upload(parts, agent);
    upload.form(file, backup, key).onSuccess(upload::send).onFailure(upload.stored::tryFail);
    return upload;
  }

  /** Succeeds when the location has the copy. */
  Future<Void> stored() {
    return stored.future();
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

  private Future<ArchiveEngine.Recoded> form(Path file, AgentBackup backup, Optional<Secret> key) {
    boolean wanted = parts.store().config().wantsProtected(agent.agentId(), key.isPresent());
    if (key.isEmpty() || wanted == backup.isProtected()) {
      ArchiveSource asItIs = () -> ArchiveEngine.open(file);
      return Future.succeededFuture(new ArchiveEngine.Recoded(backup, asItIs));
    }
    return parts.worker().run(() -> parts.engine().recoded(file, backup, key.get()));
  }

  private void send(ArchiveEngine.Recoded form) {
    if (stored.future().isComplete()) {
      return;
    }
    UploadWatch watched = new UploadWatch(parts, agent.agentId(), form.backup());
    watch = Optional.of(watched);
    watched.onStall(() -> stored.tryFail(stalled()));
    stored.future().onComplete(done -> watched.end(done.succeeded()));
    parts
        .calls()
        .transfer(() -> agent.uploadBackup(watched.upload(form.source())))
        .onSuccess(stored::tryComplete)
        .onFailure(stored::tryFail);
  }

  private BackupAgentException stalled() {
    return new BackupAgentException(
        "The upload to %s made no progress for %d minutes and was given up."
            .formatted(agent.name(), parts.stallTimeout().toMinutes()));
  }
}
