package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.BackupUpload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one backup in the place of the one that is there (b2-and-cloud.md §B.5). Blocks its
 * caller, for hours if need be.
 */
final class CloudUpload {
  private static final Logger LOG = LoggerFactory.getLogger(CloudUpload.class);
  private static final int ATTEMPTS = 5;
  private static final int BUFFER = 256 * 1024;
  private static final int LOOKS = 3;
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** By so much clocks may differ that are not wrong. */
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private final CloudServices services;
  private final Transfers transfers;
  private final BackupUpload upload;
  private final AgentBackup backup;
  private final UploadPauses pauses;

  CloudUpload(CloudServices services, Transfers transfers, BackupUpload upload) {
    this.services = services;
    this.transfers = transfers;
    this.upload = upload;
    this.backup = upload.backup();
    this.pauses = new UploadPauses(services.settings(), services.random());
  }

  /**
   * The name of the one object of a hub. It never differs, so that a new backup takes the place of
   * the one before.
   */
  static String fileName(String instanceId) {
    return instanceId + ".tar";
  }

  void run() throws IOException {
    if (!backup.isProtected()) {
      throw new CloudFailureException(new CloudFailure.NotEncrypted());
    }
    if (services.account().isSubscriptionExpired()
        && services.account().isSubscriptionStillExpired()) {
      throw new CloudFailureException(new CloudFailure.SubscriptionExpired());
    }
    if (backup.size() >= Sizes.LIMIT) {
      throw new CloudFailureException(new CloudFailure.TooLarge(backup.size()));
    }
    attempt();
  }

  /** The latest backup stays, whatever comes late; gives what is stored. */
  private List<StoredFile> requireNoneNewer() throws CloudFailureException {
    Optional<Instant> ours = moment(backup);
    Instant latest = latestBelieved(ours);
    List<StoredFile> files = services.storage().list(true);
    for (StoredFile file : files) {
      Optional<AgentBackup> stored =
          file.key().equals(fileName(services.instanceId())) ? file.backup() : Optional.empty();
      Optional<Instant> theirs = stored.flatMap(CloudUpload::moment);
      if (ours.isPresent()
          && theirs.isPresent()
          && theirs.get().isAfter(ours.get())
          && theirs.get().isBefore(latest)) {
        throw new CloudFailureException(
            new CloudFailure.NewerStored(stored.get().name(), stored.get().date()));
      }
    }
    return files;
  }

  /**
   * Until when dates count. A clock that was wrong once would keep all later backups away, unless
   * those of the future count for nothing; the clock that is before the backup which it sends is
   * itself the wrong one.
   */
  private Instant latestBelieved(Optional<Instant> ours) {
    Instant now = services.clock().instant();
    return ours.filter(now::isBefore).isPresent() ? Instant.MAX : now.plus(CLOCKS_DIFFER);
  }

  /**
   * Whether an earlier attempt, whose answer was lost, has stored just these bytes.
   *
   * @param unlisted whether they may be there though no list says so yet
   */
  private boolean isStored(List<StoredFile> files, String md5, boolean unlisted)
      throws IOException {
    String own = fileName(services.instanceId());
    if (!unlisted
        && files.stream()
            .noneMatch(file -> file.key().equals(own) && file.holds(backup.backupId()))) {
      return false;
    }
    try {
      return transfers
          .look(services.storage().download(own))
          .filter(found -> found.size() == backup.size())
          .filter(found -> Md5.base64(found.checksum()).equals(md5))
          .isPresent();
    } catch (CloudFailureException unknown) {
      // Sending it says why, if that is not possible either.
      return false;
    }
  }

  private static Optional<Instant> moment(AgentBackup backup) {
    try {
      return Optional.of(OffsetDateTime.parse(backup.date()).toInstant());
    } catch (DateTimeParseException other) {
      LOG.atWarn()
          .addKeyValue("backup_id", backup.backupId())
          .addKeyValue("date", backup.date())
          .log("Whether this backup is the newer one cannot be told by its date");
      return Optional.empty();
    }
  }

  /** In base64, as the service wants it before the first byte; read when the hub does not know. */
  private String md5() throws IOException {
    Optional<String> known = upload.source().md5();
    return known.isPresent() ? Md5.base64(known.get()) : readMd5();
  }

  private String readMd5() throws IOException {
    MessageDigest md5 = Md5.digest();
    long actual = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream archive = upload.source().open()) {
      for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
        requireWanted();
        md5.update(buffer, 0, read);
        actual += read;
      }
    }
    if (actual != backup.size()) {
      throw new CloudFailureException(new CloudFailure.SizeChanged(backup.size(), actual));
    }
    return Md5.base64(md5.digest());
  }

  private void attempt() throws IOException {
    Optional<String> md5 = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      requireWanted();
      try {
        List<StoredFile> stored = requireNoneNewer();
        String known = md5.isPresent() ? md5.get() : md5();
        md5 = Optional.of(known);
        if (!isStored(stored, known, attempt > 1)) {
          send(known);
        }
        upload.progress().uploaded(backup.size());
        return;
      } catch (CloudFailureException failed) {
        if (!failed.failure().mayPass() || attempt == ATTEMPTS) {
          throw failed;
        }
        pause(attempt, failed);
      }
    }
  }

  private void send(String md5) throws IOException {
    JsonObject metadata = AgentBackupJson.write(backup);
    SignedAddress address =
        services.storage().announce(fileName(services.instanceId()), md5, backup.size(), metadata);
    transfers.put(address, md5, upload);
    requireListed();
  }

  /**
   * The list is asked for anew, so that the service does not go on showing the one before. What was
   * taken is not sent again because no list can be had: the hub verifies it anyway.
   */
  private void requireListed() throws IOException {
    Optional<Boolean> listed = isListed();
    for (int look = 1; look < LOOKS && !listed.orElse(false); look++) {
      transfers.pause(LOOK, this::requireWanted);
      listed = isListed();
    }
    if (listed.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("backup_id", backup.backupId())
          .log("The backup was sent, and Home Assistant Cloud does not say whether it is there");
    } else if (!listed.get()) {
      throw new CloudFailureException(
          new CloudFailure.Trouble(200, "the backup was sent, and is not in the list."));
    }
  }

  /** Empty when the service does not say. */
  private Optional<Boolean> isListed() throws CloudFailureException {
    try {
      String own = fileName(services.instanceId());
      return Optional.of(
          services.storage().list(true).stream()
              .anyMatch(file -> file.key().equals(own) && file.holds(backup.backupId())));
    } catch (CloudFailureException failed) {
      if (failed.failure().mayPass()) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private void pause(int attempt, CloudFailureException failed) throws IOException {
    Duration pause = pauses.after(failed.failure());
    if (pause.isZero()) {
      return;
    }
    LOG.atInfo()
        .addKeyValue("backup_id", backup.backupId())
        .addKeyValue("reason", failed.getMessage())
        .log(
            "Failed to upload backup, retrying ({}/{}) in {}s",
            attempt + 1,
            ATTEMPTS,
            pause.toSeconds());
    transfers.pause(pause, this::requireWanted);
  }

  private void requireWanted() throws IOException {
    if (upload.cancellation().isCancelled()) {
      throw new UploadCancelledException();
    }
    transfers.requireOpen();
  }
}
