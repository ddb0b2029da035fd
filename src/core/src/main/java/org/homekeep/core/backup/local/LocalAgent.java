package org.homekeep.core.backup.local;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.backup.digest.DigestInput;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.runtime.Worker;

/**
 * The agent {@code backup.local}. The directory itself is the catalogue: it is looked at for each
 * question, so that files which come and go by other hands are seen.
 *
 * <p>Touched on the hub's context. The manager writes straight into the directory and lets {@link
 * #adopt} finish; {@link #uploadBackup} is for an archive that lies elsewhere. Of each backup it
 * takes one archive: with two of different content nobody could say which of them is the copy.
 */
public final class LocalAgent implements BackupAgent {
  /** The id of this agent. */
  public static final String ID = "backup.local";

  private final LocalDirectory directory;
  private final ArchiveEngine engine;
  private final Worker looking;
  private final Worker moving;
  private final Consumer<Map<String, String>> pretenders;
  private final Function<String, OptionalLong> verified;
  private final Supplier<List<Unsent>> unsent;
  private LocalCatalogue catalogue = LocalCatalogue.empty();
  private long looks;
  private long latest;
  private Future<?> adopting = Future.succeededFuture();

  /**
   * An agent over a directory.
   *
   * @param looking runs what is short
   * @param moving runs what takes as long as an archive does
   * @param pretenders hears, after each look, the ids and names of archives that call themselves
   *     encrypted and are not
   * @param verified the size with which a backup was verified here
   * @param unsent what lies here besides, until locations have taken it
   */
  public LocalAgent(
      LocalDirectory directory,
      ArchiveEngine engine,
      Worker looking,
      Worker moving,
      Consumer<Map<String, String>> pretenders,
      Function<String, OptionalLong> verified,
      Supplier<List<Unsent>> unsent) {
    this.directory = directory;
    this.engine = engine;
    this.looking = looking;
    this.moving = moving;
    this.pretenders = pretenders;
    this.verified = verified;
    this.unsent = unsent;
  }

  /** An archive that lies on this machine until locations have taken it, and no longer. */
  public record Unsent(AgentBackup backup, Path file) {}

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

  /** As in the sentences that people read. */
  @Override
  public String name() {
    return "This system";
  }

  private Future<LocalCatalogue> look() {
    LocalCatalogue before = catalogue;
    looks++;
    long number = looks;
    return looking
        .run(() -> before.rescan(directory.path(), engine))
        .onSuccess(now -> seen(number, now));
  }

  /** Of looks at the same time the one that began last counts, whichever ends last. */
  private void seen(long number, LocalCatalogue now) {
    if (number > latest) {
      latest = number;
      catalogue = now;
      pretenders.accept(now.pretenders());
    }
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

  /** The files of a backup of which the best known ones come first. */
  private LocalCatalogue.Held preferred(LocalCatalogue.Held held) {
    return held.preferring(verified.apply(held.backup().backupId()));
  }

  private Optional<Unsent> unsent(String backupId) {
    return unsent.get().stream()
        .filter(each -> each.backup().backupId().equals(backupId))
        .findFirst();
  }

  private <T> Future<T> orUnsent(String backupId, Future<T> stored, Function<Unsent, T> instead) {
    return stored.recover(
        failed ->
            unsent(backupId)
                .map(instead)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(failed)));
  }

  /**
   * The file of a backup, which may be one that is here until it is sent; fails with {@link
   * BackupNotFoundException} when there is none.
   */
  public Future<Path> path(String backupId) {
    return orUnsent(backupId, stored(backupId), Unsent::file);
  }

  /**
   * The file of a backup that is stored here to stay; fails with {@link BackupNotFoundException}
   * when there is none.
   */
  public Future<Path> stored(String backupId) {
    return held(backupId).map(found -> preferred(found).files().get(0));
  }

  /** Whether, when it was last looked, a backup was stored here to stay. */
  public boolean isStored(String backupId) {
    return catalogue.find(backupId).isPresent();
  }

  /**
   * Whether what is stored here of a backup may stand for an archive of it: it has the same bytes,
   * or the other form, encrypted or not.
   */
  public Future<Boolean> standsFor(Path archive, AgentBackup backup) {
    return held(backup.backupId())
        .compose(
            held ->
                held.backup().isProtected() == backup.isProtected()
                    ? moving.run(() -> equal(archive, held).isPresent())
                    : Future.succeededFuture(true));
  }

  /** Whether, when it was last looked, more than one file held a backup: somebody copied it. */
  public boolean isCopied(String backupId) {
    return catalogue.find(backupId).filter(held -> held.files().size() > 1).isPresent();
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return look()
        .map(
            now -> {
              Map<String, AgentBackup> backups = new LinkedHashMap<>();
              now.all().forEach((id, held) -> backups.put(id, preferred(held).backup()));
              unsent
                  .get()
                  .forEach(each -> backups.putIfAbsent(each.backup().backupId(), each.backup()));
              return List.copyOf(backups.values());
            });
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return orUnsent(
        backupId, held(backupId).map(found -> preferred(found).backup()), Unsent::backup);
  }

  /**
   * Lists a finished archive of the directory under a name of its own; gives its path. When the
   * same one is here already, that one stays and the new file goes; fails when the one that is here
   * is another one.
   */
  public Future<Path> adopt(Path partial, AgentBackup backup) {
    // One after the other: two archives of one backup must see each other.
    Future<Path> adopted =
        adopting
            .transform(before -> adoptNext(partial, backup))
            .recover(failed -> Future.failedFuture(notWritten(failed)));
    adopting = adopted;
    return adopted;
  }

  private Future<Path> adoptNext(Path partial, AgentBackup backup) {
    return same(partial, backup)
        .compose(
            same ->
                moving.run(
                    () -> {
                      if (same.isPresent()) {
                        Files.deleteIfExists(partial);
                        return same.get();
                      }
                      return directory.adopt(partial, backup);
                    }));
  }

  /**
   * The file that holds just what an archive holds, if there is one. Fails when there is another
   * archive of this backup instead: nobody asked to throw it away.
   */
  public Future<Optional<Path>> same(Path archive, AgentBackup backup) {
    return look()
        .compose(
            now ->
                now.find(backup.backupId())
                    .map(held -> moving.run(() -> same(archive, backup, held)))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private static Optional<Path> same(Path archive, AgentBackup backup, LocalCatalogue.Held held)
      throws IOException, BackupAgentException {
    Optional<Path> equal = equal(archive, held);
    if (equal.isPresent()) {
      return equal;
    }
    throw new BackupAgentException(
        "The backup %s is stored here already, with other content (encrypted here: %s, in the new archive: %s). It stays as it is. To store the new archive, delete the backup here first, or choose another location."
            .formatted(backup.backupId(), yesOrNo(held.backup()), yesOrNo(backup)));
  }

  private static Optional<Path> equal(Path archive, LocalCatalogue.Held held) throws IOException {
    for (Path file : held.files()) {
      if (Files.mismatch(archive, file) == -1) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static String yesOrNo(AgentBackup backup) {
    return backup.isProtected() ? "yes" : "no";
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    Path partial = directory.copy(upload.backup().backupId());
    return moving
        .perform(() -> write(upload, partial))
        .compose(written -> adopt(partial, upload.backup()))
        .eventually(() -> moving.perform(() -> Files.deleteIfExists(partial)))
        .recover(failed -> Future.failedFuture(notWritten(failed)))
        .mapEmpty();
  }

  private void write(BackupUpload upload, Path partial) throws IOException {
    directory.prepare();
    try (InputStream in = upload.source().open()) {
      Written.copy(
          in,
          partial,
          written -> {
            if (upload.cancellation().isCancelled()) {
              throw new InterruptedIOException("the upload was cancelled");
            }
            upload.progress().uploaded(written);
          });
    }
  }

  private Throwable notWritten(Throwable failed) {
    return failed instanceof IOException
        ? new BackupAgentException(
            "The backup could not be written to %s: %s"
                .formatted(directory.path(), Evidence.of(failed)),
            failed)
        : failed;
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return path(backupId).compose(file -> read(file, sink));
  }

  /**
   * The same of what is stored here to stay: what is here until it is sent says nothing of that.
   */
  public Future<Void> downloadStored(String backupId, ArchiveSink sink) {
    return stored(backupId).compose(file -> read(file, sink));
  }

  private Future<Void> read(Path file, ArchiveSink sink) {
    return moving.perform(
        () -> {
          try (InputStream in = ArchiveEngine.open(file)) {
            sink.accept(in);
          }
        });
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    return held(backupId)
        .compose(
            found ->
                looking.perform(
                    () -> {
                      for (Path file : found.files()) {
                        delete(file);
                      }
                    }));
  }

  private void delete(Path file) throws BackupAgentException {
    try {
      directory.delete(file);
    } catch (IOException failed) {
      throw new BackupAgentException(
          "The file of the backup could not be deleted: %s".formatted(Evidence.of(failed)), failed);
    }
  }

  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return stored(backupId)
        .compose(
            file ->
                moving.run(
                    () -> {
                      try (DigestInput in = new DigestInput(ArchiveEngine.open(file), Sums.USUAL)) {
                        Digests read = in.finish();
                        return Optional.of(
                            new StoredBytes(
                                read.size(), StoredBytes.Algorithm.SHA_256, read.sha256()));
                      }
                    }));
  }
}
