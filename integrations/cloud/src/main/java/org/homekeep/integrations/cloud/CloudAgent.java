package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupRefusedException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;

/** Home Assistant Cloud as a backup location (b2-and-cloud.md §B.5). */
final class CloudAgent implements BackupAgent {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final CloudServices services;
  private final Transfers transfers;
  private final IntegrationContext context;

  CloudAgent(CloudServices services, Transfers transfers, IntegrationContext context) {
    this.services = services;
    this.transfers = transfers;
    this.context = context;
  }

  @Override
  public String domain() {
    return CloudIntegration.DOMAIN;
  }

  @Override
  public String uniqueId() {
    return CloudIntegration.DOMAIN;
  }

  @Override
  public String name() {
    return CloudIntegration.DOMAIN;
  }

  /** The service wants it before the first byte. */
  @Override
  public boolean needsMd5() {
    return true;
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return blocking(
        "Failed to list backups",
        () ->
            List.copyOf(
                stored(false)
                    .flatMap(file -> file.backup().stream())
                    .collect(
                        Collectors.toMap(
                            AgentBackup::backupId,
                            Function.identity(),
                            (first, other) -> first,
                            LinkedHashMap::new))
                    .values()));
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return blocking(
        "Failed to get backup",
        () -> find(backupId).backup().orElseThrow(() -> new BackupNotFoundException(backupId)));
  }

  /**
   * What is stored, this hub's own first: another one with the same account may have sent another
   * archive of the same backup.
   */
  private Stream<StoredFile> stored(boolean anew) throws CloudFailureException {
    String own = CloudUpload.fileName(services.instanceId());
    return services.storage().list(anew).stream()
        .sorted(Comparator.comparing(file -> !file.key().equals(own)));
  }

  /** Fails when there is none; what is acted on is what the list says now. */
  private StoredFile find(String backupId) throws CloudFailureException, BackupNotFoundException {
    return stored(true)
        .filter(file -> file.holds(backupId))
        .findFirst()
        .orElseThrow(() -> new BackupNotFoundException(backupId));
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    return context
        .<Void>blocking(
            () -> {
              begin(upload);
              try {
                new CloudUpload(services, transfers, upload).run();
              } finally {
                services.object().unlock();
              }
              return null;
            })
        .onSuccess(done -> services.issues().uploaded())
        .recover(
            failure ->
                Future.failedFuture(
                    translated("Failed to upload backup", failure, isReported(upload, failure))));
  }

  /** Waits for its turn, which may take hours, and is not waited for in vain. */
  private void begin(BackupUpload upload) throws IOException, InterruptedException {
    while (!services.object().tryLock(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      if (upload.cancellation().isCancelled()) {
        throw new UploadCancelledException();
      }
      transfers.requireOpen();
    }
  }

  /** That a login was lost is told where it is found out; that it was ended, nobody wonders. */
  private boolean isReported(BackupUpload upload, Throwable failure) {
    boolean hasLogin = !transfers.isClosed() && services.account().isLoggedIn();
    return Transfers.knownCause(failure)
        .filter(known -> known.isFinal() || hasLogin)
        .map(known -> services.issues().uploadFailed(upload.backup(), known))
        .orElse(false);
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return blocking(
        "Failed to download backup",
        () -> {
          StoredFile found = find(backupId);
          String key = found.key();
          try (CloudDownload archive = CloudDownload.open(services, transfers, found)) {
            requireStillThere(backupId, key);
            sink.accept(archive);
          }
          return null;
        });
  }

  /** Another backup may have taken its place between the list and the first byte. */
  private void requireStillThere(String backupId, String key)
      throws CloudFailureException, BackupNotFoundException {
    if (!find(backupId).key().equals(key)) {
      throw new BackupNotFoundException(backupId);
    }
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    return blocking(
        "Failed to delete backup",
        () -> {
          // A backup that is being sent has the same name as the one whose place it takes.
          if (!services
              .object()
              .tryLock(services.settings().accountCall().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BackupAgentException(
                "Home Assistant Cloud is busy with another backup; try again in a while. Nothing was"
                    + " deleted.");
          }
          try {
            String key = find(backupId).key();
            transfers.requireOpen();
            services.storage().delete(key);
            requireGone(backupId);
          } finally {
            services.object().unlock();
          }
          return null;
        });
  }

  /** "Deleted" has to be true, and what others stored is not deleted along with it. */
  private void requireGone(String backupId) throws CloudFailureException, BackupAgentException {
    Optional<StoredFile> left = stored(true).filter(file -> file.holds(backupId)).findFirst();
    if (left.isPresent()) {
      throw new BackupAgentException(
          "One copy of the backup was deleted, and another one is left at Home Assistant Cloud: %s. Delete the backup once more to delete that as well."
              .formatted(left.get().key()));
    }
  }

  /** The store keeps the MD5 that it took of what arrived, and compared. */
  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return blocking(
        "Failed to get backup",
        () -> {
          String key = find(backupId).key();
          Optional<StoredBytes> stored = transfers.look(services.storage().download(key));
          requireStillThere(backupId, key);
          return stored;
        });
  }

  /** Runs what blocks; what fails is told in words for people. */
  private <T> Future<T> blocking(String what, Callable<T> work) {
    return context
        .blocking(work)
        .recover(failure -> Future.failedFuture(translated(what, failure, false)));
  }

  /**
   * @param reported whether the integration shows an issue about it
   */
  private static Throwable translated(String what, Throwable failure, boolean reported) {
    if (failure instanceof BackupAgentException) {
      return failure;
    }
    if (failure instanceof UploadCancelledException cancelled) {
      return new BackupAgentException(String.valueOf(cancelled.getMessage()), cancelled);
    }
    return Transfers.knownCause(failure)
        .<Throwable>map(
            known -> refusal(FailureText.sentence(what, known), known, failure, reported))
        .orElse(failure);
  }

  private static BackupAgentException refusal(
      String words, CloudFailure known, Throwable cause, boolean reported) {
    if (known.isFinal()) {
      return reported
          ? BackupRefusedException.told(words, cause)
          : new BackupRefusedException(words, cause);
    }
    return reported
        ? BackupAgentException.told(words, cause)
        : new BackupAgentException(words, cause);
  }
}
