package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2FileRetention;
import com.backblaze.b2.client.structures.B2UpdateFileRetentionRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.homekeep.api.backup.BackupLockedException;

/**
 * Protects copies as the options want it. Only whole ones: what is left of an upload that failed
 * must be removable. All calls block.
 */
final class CopyLock {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final Session session;

  CopyLock(Session session) {
    this.session = session;
  }

  /** Why a copy cannot be deleted now; the time is shown in the given zone. */
  static BackupLockedException refusal(Optional<Instant> until, ZoneId zone) {
    String end =
        until
            .map(time -> " until " + LocalDateTime.ofInstant(time, zone).format(DATE))
            .orElse(" and does not say until when");
    return new BackupLockedException(
        "Backblaze B2 protects this backup from deletion"
            + end
            + ", because it has a retention or a legal hold. Delete it after that.",
        until);
  }

  /** Whether copies are not protected although they shall be, as far as B2 said before. */
  boolean isImpossible() {
    BucketLock lock = BucketLock.of(session.access().bucket());
    return session.options().retention().isPresent()
        && (!session.rights().mayRetain() || !lock.enabled().orElse(true));
  }

  /**
   * Protects both objects of a copy.
   *
   * @return false when B2 refuses; the copy is there all the same
   * @throws IOException when that is not known, and another try may help
   */
  boolean protect(StoredBackup stored) throws IOException {
    Optional<Retention> wanted = session.options().retention();
    if (wanted.isEmpty()) {
      return true;
    }
    if (isImpossible()) {
      return false;
    }
    // What the bucket protects by itself cannot be weakened, and need not be.
    Retention retention =
        BucketLock.of(session.access().bucket())
            .byDefault()
            .map(wanted.get()::with)
            .orElse(wanted.get());
    // B2's clock: the one here may be wrong.
    Instant until = retention.until(stored.sidecar().since());
    return protect(stored.archive(), retention.mode(), until)
        && protect(stored.sidecar(), retention.mode(), until);
  }

  private boolean protect(ObjectRef object, String mode, Instant until) throws IOException {
    B2UpdateFileRetentionRequest request =
        B2UpdateFileRetentionRequest.builder(
                object.name(), object.fileId(), new B2FileRetention(mode, until.toEpochMilli()))
            .build();
    try {
      session.call((calls, account) -> calls.updateFileRetention(account, request));
      return true;
    } catch (B2FailureException failed) {
      if (failed.failure() instanceof B2Failure.Locked) {
        // Somebody protected it for longer.
        return true;
      }
      if (failed.failure() instanceof B2Failure.BadCredentials
          || failed.failure() instanceof B2Failure.BadRequest) {
        return false;
      }
      throw failed;
    }
  }
}
