package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.local.LocalAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a finished archive to its locations, all at once and each on its own. */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final ManagerParts parts;
  private final ManagerState operation;
  private final BooleanSupplier stopped;

  Delivery(ManagerParts parts, ManagerState operation, BooleanSupplier stopped) {
    this.parts = parts;
    this.operation = operation;
    this.stopped = stopped;
  }

  /**
   * An archive that is to be delivered.
   *
   * @param file below the local agent's directory when that is among the locations
   * @param backup as measured
   * @param key recodes copies of locations that want the other form; without it, all get the same
   */
  record Cargo(Path file, AgentBackup backup, Optional<Secret> key) {}

  /**
   * Delivers to every location.
   *
   * @return agent id → failure, of those that did not get their copy; the future itself succeeds
   */
  Future<Map<String, Throwable>> deliver(Cargo cargo, List<BackupAgent> agents) {
    boolean local = agents.stream().anyMatch(agent -> Copies.isLocal(agent));
    Future<Path> adopted = local ? adopt(cargo) : Future.succeededFuture(cargo.file());
    return adopted.transform(
        result -> {
          Path file = result.succeeded() ? result.result() : cargo.file();
          Cargo settled = new Cargo(file, cargo.backup(), cargo.key());
          List<Future<Void>> copies =
              agents.stream()
                  .map(
                      agent ->
                          Copies.isLocal(agent) ? adopted.<Void>mapEmpty() : send(settled, agent))
                  .toList();
          return Future.join(copies)
              .transform(done -> Future.succeededFuture(errors(agents, copies)));
        });
  }

  private static Map<String, Throwable> errors(
      List<BackupAgent> agents, List<Future<Void>> copies) {
    Map<String, Throwable> errors = new LinkedHashMap<>();
    for (int i = 0; i < agents.size(); i++) {
      Throwable cause = copies.get(i).cause();
      if (cause != null) {
        String agentId = agents.get(i).agentId();
        errors.put(agentId, cause);
        LOG.atError()
            .addKeyValue("agent_id", agentId)
            .setCause(cause)
            .log("A location did not take the backup");
      }
    }
    return errors;
  }

  private Future<Path> adopt(Cargo cargo) {
    UploadWatch watch = new UploadWatch(parts, LocalAgent.ID, cargo.backup(), operation, stopped);
    return parts
        .worker()
        .run(() -> parts.localDirectory().adopt(cargo.file(), cargo.backup()))
        .onComplete(done -> watch.end(done.succeeded()));
  }

  private Future<Void> send(Cargo cargo, BackupAgent agent) {
    return form(cargo, agent).compose(form -> send(form, agent));
  }

  private Future<ArchiveEngine.Recoded> form(Cargo cargo, BackupAgent agent) {
    AgentBackup backup = cargo.backup();
    boolean wanted =
        parts.store().config().wantsProtected(agent.agentId(), cargo.key().isPresent());
    if (cargo.key().isEmpty() || wanted == backup.isProtected()) {
      ArchiveSource asItIs = () -> ArchiveEngine.open(cargo.file());
      return Future.succeededFuture(new ArchiveEngine.Recoded(backup, asItIs));
    }
    Secret key = cargo.key().get();
    return parts
        .worker()
        .run(() -> parts.engine().recoded(cargo.file(), backup, key))
        .onComplete(done -> parts.encryption().recoded(backup.name(), agent.agentId(), done));
  }

  private Future<Void> send(ArchiveEngine.Recoded form, BackupAgent agent) {
    UploadWatch watch = new UploadWatch(parts, agent.agentId(), form.backup(), operation, stopped);
    Promise<Void> stored = Promise.promise();
    watch.onStall(() -> stored.tryFail(stalled(agent)));
    parts
        .calls()
        .transfer(() -> agent.uploadBackup(watch.upload(form.source())))
        .onComplete(
            done -> {
              if (done.succeeded()) {
                stored.tryComplete();
              } else {
                stored.tryFail(done.cause());
              }
            });
    return stored.future().onComplete(done -> watch.end(done.succeeded()));
  }

  private BackupAgentException stalled(BackupAgent agent) {
    return new BackupAgentException(
        "The upload to %s made no progress for %d minutes and was given up."
            .formatted(agent.name(), parts.stallTimeout().toMinutes()));
  }
}
