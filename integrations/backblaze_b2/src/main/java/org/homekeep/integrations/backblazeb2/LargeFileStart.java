package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2FileVersion;
import com.backblaze.b2.client.structures.B2Part;
import com.backblaze.b2.client.structures.B2StartLargeFileRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.integrations.backblazeb2.StartedFile.StoredPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the large file that an earlier attempt has begun, or begins one. Blocks. */
final class LargeFileStart {
  private static final Logger LOG = LoggerFactory.getLogger(LargeFileStart.class);

  private final Session session;
  private final Bucket bucket;
  private final Transport transfer;
  private final UploadWatch watch;
  private final UploadNote note;

  LargeFileStart(Session session, Transport transfer, UploadWatch watch, UploadNote note) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.transfer = transfer;
    this.watch = watch;
    this.note = note;
  }

  /**
   * The file; the note says where it is before this returns.
   *
   * @param size of the archive
   * @param sha1 of the archive, where it is known; B2 keeps it beside the file
   */
  StartedFile of(BegunUpload upload, long size, Optional<String> sha1, UploadPlan plan, Marks marks)
      throws IOException {
    if (!upload.fileId().isEmpty()) {
      Optional<StartedFile> found = find(upload, size, plan);
      if (found.isPresent()) {
        return found.get();
      }
    }
    // What an earlier attempt began and could not write down.
    new Leftovers(session, marks).cancelTwins(upload, "");
    return begin(upload, sha1, plan, marks);
  }

  private Optional<StartedFile> find(BegunUpload upload, long size, UploadPlan plan)
      throws IOException {
    B2FileVersion file;
    try {
      file = bucket.look(upload.fileId());
    } catch (B2FailureException failed) {
      if (isGone(failed)) {
        return Optional.empty();
      }
      throw failed;
    }
    if (!file.getFileName().equals(upload.archiveName())) {
      return Optional.empty();
    }
    if (file.isUpload()) {
      return file.getContentLength() == size
          ? Optional.of(new StartedFile(upload.fileId(), Map.of(), Optional.of(ObjectRef.of(file))))
          : Optional.empty();
    }
    if (upload.partSize() != plan.partSize()) {
      return Optional.empty();
    }
    List<B2Part> parts = bucket.parts(upload.fileId());
    Map<Integer, StoredPart> byNumber = new HashMap<>();
    for (B2Part part : parts) {
      ObjectRef.sha1(part.getContentSha1())
          .ifPresent(
              sha1 ->
                  byNumber.put(
                      part.getPartNumber(), new StoredPart(part.getContentLength(), sha1)));
    }
    LOG.atInfo()
        .addKeyValue("object", upload.archiveName())
        .log("An upload goes on; B2 has {} of {} parts", byNumber.size(), plan.parts());
    return Optional.of(new StartedFile(upload.fileId(), byNumber, Optional.empty()));
  }

  /** B2 says "no such file" in more than one way, and forgets unfinished files after some days. */
  static boolean isGone(B2FailureException failed) {
    return failed.failure() instanceof B2Failure.NotFound
        || failed.failure() instanceof B2Failure.BadRequest;
  }

  private StartedFile begin(BegunUpload upload, Optional<String> sha1, UploadPlan plan, Marks marks)
      throws IOException {
    B2StartLargeFileRequest.Builder request =
        B2StartLargeFileRequest.builder(
            session.bucketId(), upload.archiveName(), ArchiveUpload.ARCHIVE_CONTENT_TYPE);
    marks.of(upload).forEach(request::setCustomField);
    sha1.ifPresent(request::setLargeFileSha1);
    B2StartLargeFileRequest start = request.build();
    AtomicInteger starts = new AtomicInteger();
    String fileId =
        session
            .call(
                transfer,
                watch,
                (calls, account) -> {
                  starts.incrementAndGet();
                  return calls.startLargeFile(account, start);
                })
            .getFileId();
    try {
      if (starts.get() > 1) {
        // The answer to an earlier start may have been lost, and that file would wait for ever.
        new Leftovers(session, marks).cancelTwins(upload, fileId);
      }
      note.write(upload.of(fileId, plan.partSize()).toNote());
    } catch (IOException failed) {
      cancelUnwritten(fileId, failed);
      throw failed;
    }
    return new StartedFile(fileId, Map.of(), Optional.empty());
  }

  private void cancelUnwritten(String fileId, IOException why) {
    try {
      bucket.cancel(fileId);
    } catch (IOException kept) {
      why.addSuppressed(kept);
    }
  }
}
