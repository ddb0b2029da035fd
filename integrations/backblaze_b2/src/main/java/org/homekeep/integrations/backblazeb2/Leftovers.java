package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.homekeep.api.backup.UploadNotes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what uploads left in the bucket. Nothing is touched that does not bear the marks of this
 * entry. All calls block.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /** Another machine with the same settings may be at it. */
  static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Session session;
  private final Bucket bucket;
  private final Marks marks;

  Leftovers(Session session, Marks marks) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.marks = marks;
  }

  /** Removes all that an upload has stored, whether it was complete or not. */
  void remove(BegunUpload upload) throws IOException {
    // The sidecar first: without it nobody takes the rest for a backup.
    delete(bucket.versions(upload.sidecarName()), upload);
    removeArchive(upload);
  }

  private void removeArchive(BegunUpload upload) throws IOException {
    if (!upload.fileId().isEmpty()) {
      bucket.cancel(upload.fileId());
    }
    delete(bucket.versions(upload.archiveName()), upload);
  }

  private void delete(List<ObjectRef> versions, BegunUpload upload) throws IOException {
    for (ObjectRef version : versions) {
      if (marks.areOn(version, upload.uploadId())) {
        bucket.discard(version.name(), version.fileId());
      }
    }
  }

  /**
   * Removes what the same upload has stored under the name of an object besides it, because an
   * answer was lost, if that can be done now. Nothing is hidden: that would hide the object too.
   */
  void removeTwins(BegunUpload upload, ObjectRef stored) {
    if (!session.rights().mayDelete()) {
      return;
    }
    try {
      for (ObjectRef version : bucket.versions(stored.name())) {
        if (marks.areOn(version, upload.uploadId()) && !version.fileId().equals(stored.fileId())) {
          bucket.delete(version.name(), version.fileId());
        }
      }
    } catch (IOException failed) {
      Bucket.notRemoved(stored.name(), failed);
    }
  }

  /**
   * Gives up what the same upload has begun and could not write down.
   *
   * @param kept id of the large file that it goes on with; empty when there is none
   */
  void cancelTwins(BegunUpload upload, String kept) throws IOException {
    for (ObjectRef each : bucket.unfinished(upload.archiveName())) {
      if (marks.areOn(each, upload.uploadId()) && !each.fileId().equals(kept)) {
        bucket.cancel(each.fileId());
      }
    }
  }

  /**
   * Tidies up after all uploads that do not run.
   *
   * @param running ids of the uploads that do
   */
  void cleanUp(UploadNotes notes, Set<String> running, Instant now) throws IOException {
    List<BegunUpload> givenUp =
        notes.givenUp().stream()
            .flatMap(note -> BegunUpload.parse(note).stream())
            .filter(upload -> upload.isInBucket(session))
            .toList();
    for (BegunUpload upload : givenUp) {
      if (upload.isIn(session)) {
        giveUp(upload);
      } else {
        giveUpElsewhere(upload);
      }
    }
    List<BegunUpload> waiting =
        notes.waiting().stream().flatMap(note -> BegunUpload.parse(note).stream()).toList();
    Set<String> wanted = waiting.stream().map(BegunUpload::fileId).collect(Collectors.toSet());
    Predicate<ObjectRef> isRunning =
        file -> running.stream().anyMatch(upload -> marks.areOn(file, upload));
    cancelUnfinished(
        each ->
            !wanted.contains(each.fileId())
                && !isRunning.test(each)
                && each.since().plus(FORGOTTEN).isBefore(now));
    new OlderVersions(session, marks)
        .remove(
            each ->
                waiting.stream().noneMatch(upload -> marks.areOn(each, upload.uploadId()))
                    && !isRunning.test(each)
                    && each.since().plus(FORGOTTEN).isBefore(now));
  }

  /** Nobody heard that this upload was complete; when it was, it is a copy like others. */
  private void giveUp(BegunUpload upload) throws IOException {
    boolean complete =
        bucket.versions(upload.sidecarName()).stream()
            .anyMatch(sidecar -> marks.areOn(sidecar, upload.uploadId()));
    if (!complete) {
      removeArchive(upload);
    }
  }

  /** The folder was changed since, and the key may be for the new one alone. */
  private void giveUpElsewhere(BegunUpload upload) throws IOException {
    try {
      giveUp(upload);
    } catch (B2FailureException failed) {
      if (!(failed.failure() instanceof B2Failure.BadCredentials)) {
        throw failed;
      }
      LOG.atWarn()
          .addKeyValue("object", upload.archiveName())
          .log("What an upload left in an earlier folder stays: the key may not look there");
    }
  }

  /** Cancels everything that this entry began here and wants no more: it left the place. */
  void cancelAll(Predicate<ObjectRef> unwanted) throws IOException {
    cancelUnfinished(unwanted);
  }

  private void cancelUnfinished(Predicate<ObjectRef> unwanted) throws IOException {
    for (ObjectRef each : bucket.unfinished()) {
      if (marks.areOn(each) && unwanted.test(each)) {
        LOG.atInfo()
            .addKeyValue("object", each.name())
            .log("An unfinished upload that nobody goes on with is cancelled");
        bucket.cancel(each.fileId());
      }
    }
  }
}
