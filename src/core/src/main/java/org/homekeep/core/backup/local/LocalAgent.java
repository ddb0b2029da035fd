package org.homekeep.core.backup.local;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.backup.digest.DigestInput;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.runtime.Worker;

/**
 * The agent {@code backup.local}. The directory itself is the catalogue: it is looked at for each
 * question, so that files which come and go by other hands are seen.
 *
 * <p>Touched on the hub's context. The manager writes straight into the directory and lets {@link
 * LocalDirectory#adopt} finish; {@link #uploadBackup} is for an archive that lies elsewhere.
 */
public final class LocalAgent implements BackupAgent {
  /** The id of this agent. */
  public static final String ID = "backup.local";

  private final LocalDirectory directory;
  private final ArchiveEngine engine;
  private final Worker looking;
  private final Worker moving;
  private final Consumer<Map<String, String>> pretenders;
  private LocalCatalogue catalogue = LocalCatalogue.empty();

  /**
   * An agent over a directory.
   *
   * @param looking runs what is short
   * @param moving runs what takes as long as an archive does
   * @param pretenders hears, after each look, the ids and names of archives that call themselves
   *     encrypted and are not
   */
  public LocalAgent(
      LocalDirectory directory,
      ArchiveEngine engine,
      Worker looking,
      Worker moving,
      Consumer<Map<String, String>> pretenders) {
    this.directory = directory;
    this.engine = engine;
    this.looking = looking;
    this.moving = moving;
    this.pretenders = pretenders;
  }

  /** Whether a location is this one. */
  public static boolean isLocal(BackupAgent agent) {
    return agent.agentId().equals(ID);
  }

  @Override
  public String domain() {
    return "backup";
  }

  @Override
  public String uniqueId() {
    return "local";
  }

  @Override
  public String name() {
    return "local";
  }

  private Future<LocalCatalogue> look() {
    LocalCatalogue before = catalogue;
    return looking
        .run(() -> before.rescan(directory.path(), engine))
        .onSuccess(
            now -> {
              catalogue = now;
              pretenders.accept(now.pretenders());
            });
  }

  private Future<LocalCatalogue.Held> held(String backupId) {
    return look()
        .compose(
            now ->
                now.find(backupId)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(notFound(now, backupId))));
  }

  private static BackupAgentException notFound(LocalCatalogue now, String backupId) {
    return now.unreadable()
        .<BackupAgentException>map(
            file ->
                new BackupAgentException(
                    "The backup is not among the files that can be read, and %s cannot be read at the moment."
                        .formatted(file)))
        .orElseGet(() -> new BackupNotFoundException(backupId));
  }

  /** The file of a backup; fails with {@link BackupNotFoundException} when there is none. */
  public Future<Path> path(String backupId) {
    return held(backupId).map(found -> found.files().get(0));
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return look().map(LocalCatalogue::backups);
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return held(backupId).map(LocalCatalogue.Held::backup);
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    return moving.perform(
        () -> {
          directory.prepare();
          Path partial = directory.copy(upload.backup().backupId());
          try {
            try (InputStream in = upload.source().open()) {
              Written.copy(in, partial, upload);
            }
            directory.adopt(partial, upload.backup());
          } catch (IOException failed) {
            throw new BackupAgentException(
                "The backup could not be written to %s: %s"
                    .formatted(directory.path(), failed.getMessage()),
                failed);
          } finally {
            Files.deleteIfExists(partial);
          }
        });
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return path(backupId)
        .compose(
            file ->
                moving.perform(
                    () -> {
                      try (InputStream in = ArchiveEngine.open(file)) {
                        sink.accept(in);
                      }
                    }));
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    return held(backupId)
        .compose(
            found ->
                looking.perform(
                    () -> {
                      for (Path file : found.files()) {
                        directory.delete(file);
                      }
                    }));
  }

  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return path(backupId)
        .compose(
            file ->
                moving.run(
                    () -> {
                      try (DigestInput in = new DigestInput(ArchiveEngine.open(file))) {
                        Digests read = in.finish();
                        return Optional.of(
                            new StoredBytes(
                                read.size(), StoredBytes.Algorithm.SHA_256, read.sha256()));
                      }
                    }));
  }
}
