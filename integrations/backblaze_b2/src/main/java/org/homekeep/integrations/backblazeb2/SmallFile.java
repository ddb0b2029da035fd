package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.structures.B2FileVersion;
import com.backblaze.b2.client.structures.B2GetUploadUrlRequest;
import com.backblaze.b2.client.structures.B2UploadFileRequest;
import com.backblaze.b2.client.structures.B2UploadUrlResponse;
import java.io.IOException;
import java.util.Map;

/** Sends an object in one piece, again at another address when B2 asks for that. Blocks. */
final class SmallFile {
  private static final int TRIES = 5;

  private final Session session;
  private final Bucket bucket;
  private final Transport transfer;
  private final UploadWatch watch;
  private final BegunUpload upload;
  private final Leftovers leftovers;

  /**
   * One object of an upload.
   *
   * @param marks that it bears
   */
  SmallFile(
      Session session, Transport transfer, UploadWatch watch, BegunUpload upload, Marks marks) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.transfer = transfer;
    this.watch = watch;
    this.upload = upload;
    this.leftovers = new Leftovers(session, marks);
  }

  /**
   * Stores the bytes under the name; what B2 stored is compared with what was sent.
   *
   * @param sentBefore whether an earlier attempt may have stored the same
   */
  ObjectRef send(
      String name,
      String contentType,
      Map<String, String> info,
      PartBuffer body,
      boolean sentBefore)
      throws IOException {
    boolean storedBefore = false;
    for (int attempt = 1; ; attempt++) {
      B2UploadUrlResponse url =
          session.call(
              transfer,
              watch,
              (calls, account) ->
                  calls.getUploadUrl(
                      account, B2GetUploadUrlRequest.builder(session.bucketId()).build()));
      UploadWatch.Meter meter = watch.meter();
      try {
        B2UploadFileRequest.Builder request =
            B2UploadFileRequest.builder(session.bucketId(), name, contentType, body.content(meter));
        info.forEach(request::setCustomField);
        B2FileVersion stored = transfer.calls().uploadFile(url, request.build());
        meter.arrived();
        ObjectRef object = verified(stored, body);
        if (storedBefore || sentBefore) {
          leftovers.removeTwins(upload, object);
        }
        return object;
      } catch (B2Exception error) {
        meter.takeBack();
        watch.check();
        storedBefore |= Classification.isTransient(error);
        if (attempt >= TRIES || !Classification.wantsNewUploadUrl(error)) {
          throw B2FailureException.of(error);
        }
        UploadRetry.pause(session, watch, attempt, error);
      }
    }
  }

  private ObjectRef verified(B2FileVersion stored, PartBuffer body) throws IOException {
    boolean same =
        stored.getContentLength() == body.length() && body.sha1().equals(stored.getContentSha1());
    if (!same) {
      bucket.discard(stored.getFileName(), stored.getFileId());
      throw new B2FailureException(
          new B2Failure.Corrupt("Backblaze B2 stored something else than what was sent."));
    }
    return ObjectRef.of(stored);
  }
}
