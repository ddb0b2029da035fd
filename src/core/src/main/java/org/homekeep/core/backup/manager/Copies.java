package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.KeyTrial;
import org.homekeep.core.backup.manager.BackupException.Kind;

/** One copy of a backup at one location: found, read, and tried with a key. */
public final class Copies {
  private final AgentRegistry agents;
  private final AgentCalls calls;
  private final ArchiveEngine engine;
  private final KeyChoice choice;

  Copies(AgentRegistry agents, AgentCalls calls, ArchiveEngine engine, KeyChoice choice) {
    this.agents = agents;
    this.calls = calls;
    this.engine = engine;
    this.choice = choice;
  }

  /** The location of an id. */
  public Future<BackupAgent> agent(String agentId) {
    return agents
        .find(agentId)
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    new BackupException(Kind.MANAGER, "Invalid agent selected: " + agentId)));
  }

  /** The copy of a backup at a location. */
  public Future<AgentBackup> get(BackupAgent agent, String backupId) {
    return calls
        .call(agent, () -> agent.getBackup(backupId))
        .transform(
            found -> {
              boolean absent =
                  found.succeeded()
                      ? found.result() == null
                      : found.cause() instanceof BackupNotFoundException;
              if (!absent) {
                return found.succeeded()
                    ? Future.succeededFuture(found.result())
                    : Future.failedFuture(found.cause());
              }
              return Future.failedFuture(
                  new BackupException(
                      Kind.NO_COPY,
                      "Backup %s not found in agent %s".formatted(backupId, agent.agentId())));
            });
  }

  /** The file of a backup at the local location, for serving it without a detour. */
  public Future<Path> localFile(String backupId) {
    return agents.local().path(backupId);
  }

  /** Reads the copy of a backup; the sink runs on a worker. */
  public Future<Void> download(BackupAgent agent, AgentBackup copy, ArchiveSink sink) {
    return calls.download(agent, copy, sink);
  }

  /**
   * The same, as long as somebody wants it.
   *
   * @param wanted ends the download with its failure
   */
  Future<Void> download(
      BackupAgent agent, AgentBackup copy, ArchiveSink sink, Future<Void> wanted) {
    return calls.download(agent, copy, sink, wanted);
  }

  /** Reads the copy of a protected backup decrypted; the key was checked before. */
  public Future<Void> download(
      BackupAgent agent, AgentBackup copy, Secret key, ArchiveSink decrypted) {
    return download(agent, copy, in -> decrypted.accept(engine.decrypted(in, key)));
  }

  /**
   * Fails with the reason why a copy cannot be decrypted with this very key while it is downloaded:
   * whoever asks wants to know about the key.
   */
  public Future<Void> requireDecryptable(BackupAgent agent, String backupId, Secret key) {
    return get(agent, backupId)
        .compose(found -> choice.forDownload(agent, found, List.of(key)))
        .compose(Copies::verdict)
        .mapEmpty();
  }

  /**
   * The key with which a protected copy can be decrypted while it is downloaded: the given one, or
   * else one of the ring. Fails with the reason why there is none.
   */
  public Future<Secret> keyForDownload(
      BackupAgent agent, AgentBackup backup, Optional<Secret> given) {
    return choice
        .forDownload(agent, backup, choice.candidates(backup, given))
        .compose(Copies::verdict)
        .compose(key -> choice.opened(key).map(key));
  }

  private static Future<Secret> verdict(KeyTrial trial) {
    return switch (trial.check()) {
      case OPENS -> Future.succeededFuture(trial.key().orElseThrow());
      case WRONG_KEY -> fail(Kind.PASSWORD_INCORRECT, "Incorrect password");
      case NOT_ENCRYPTED, UNSUPPORTED_VERSION_1 ->
          fail(Kind.DECRYPT_NOT_SUPPORTED, "Decrypt on download not supported");
      case NO_PART -> fail(Kind.MANAGER, "No tar files found in the backup.");
    };
  }

  private static <T> Future<T> fail(Kind kind, String message) {
    return Future.failedFuture(new BackupException(kind, message));
  }
}
