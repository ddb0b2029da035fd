package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.KeyTrial;
import org.homekeep.core.backup.key.KeyFingerprint;
import org.homekeep.core.backup.key.KeyOrigin;
import org.homekeep.core.backup.key.KeyRing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the key of a backup: the one that was given, else one of the ring. Touched on the hub's
 * context.
 */
final class KeyChoice {
  private static final Logger LOG = LoggerFactory.getLogger(KeyChoice.class);

  /** Each may take a second on a small machine. */
  static final int MOST_KEYS = 10;

  private final KeyRing ring;
  private final ArchiveEngine engine;
  private final AgentCalls calls;
  private final MeasuredEncryption encryption;
  private final String instanceId;

  KeyChoice(
      KeyRing ring,
      ArchiveEngine engine,
      AgentCalls calls,
      MeasuredEncryption encryption,
      String instanceId) {
    this.ring = ring;
    this.engine = engine;
    this.calls = calls;
    this.encryption = encryption;
    this.instanceId = instanceId;
  }

  /** The keys to try on a backup, the given one first. */
  List<Secret> candidates(AgentBackup backup, Optional<Secret> given) {
    Set<Secret> keys = new LinkedHashSet<>();
    given.ifPresent(keys::add);
    keys.addAll(ring.candidates(fingerprint(backup), MOST_KEYS));
    return new ArrayList<>(keys);
  }

  /** The key that a backup of this hub names in its metadata. */
  Optional<KeyFingerprint> fingerprint(AgentBackup backup) {
    boolean ours = instanceId.equals(backup.extraMetadata().get("instance_id"));
    return ours && backup.extraMetadata().get(KeyFingerprint.METADATA_KEY) instanceof String text
        ? KeyFingerprint.parse(text)
        : Optional.empty();
  }

  /** Which of the keys decrypts a copy while it is downloaded. */
  Future<KeyTrial> forDownload(BackupAgent agent, AgentBackup backup, List<Secret> keys) {
    return trial(agent, backup, in -> engine.tryKeysForDownload(in, keys));
  }

  /** Which of the keys opens a copy. */
  Future<KeyTrial> forAnything(BackupAgent agent, AgentBackup backup, List<Secret> keys) {
    return trial(agent, backup, in -> engine.tryKeys(in, keys));
  }

  private interface Attempt {
    KeyTrial on(InputStream archive) throws IOException;
  }

  private Future<KeyTrial> trial(BackupAgent agent, AgentBackup backup, Attempt attempt) {
    AtomicReference<KeyTrial> found = new AtomicReference<>(null);
    return calls
        .download(agent, backup, in -> found.set(attempt.on(in)))
        .transform(
            done -> {
              KeyTrial trial = found.get();
              // The little that was read is enough; an agent may well grumble about the rest.
              return trial == null ? noTrial(done.cause()) : Future.succeededFuture(trial);
            })
        .onSuccess(trial -> heard(agent, backup, trial.check()));
  }

  private static Future<KeyTrial> noTrial(@Nullable Throwable failure) {
    return Future.failedFuture(
        failure == null
            ? new BackupException(BackupException.Kind.MANAGER, "The location gave no archive.")
            : failure);
  }

  private void heard(BackupAgent agent, AgentBackup backup, KeyCheck check) {
    if (check != KeyCheck.NO_PART) {
      measured(agent, backup, check != KeyCheck.NOT_ENCRYPTED);
    }
  }

  /** What was seen in passing of a copy that its location calls encrypted. */
  void measured(BackupAgent agent, AgentBackup backup, boolean encrypted) {
    if (backup.isProtected()) {
      encryption.measured(CopyId.of(backup.backupId(), agent), backup.name(), encrypted);
    }
  }

  /** A key opened a backup: from now on it is on the ring. Always succeeds. */
  Future<Void> opened(Secret key) {
    return ring.add(key, KeyOrigin.OPENED)
        .<Void>mapEmpty()
        .recover(
            failed -> {
              LOG.atWarn()
                  .setCause(failed)
                  .log("The key that opened a backup could not be put on the key ring");
              return Future.succeededFuture();
            });
  }
}
