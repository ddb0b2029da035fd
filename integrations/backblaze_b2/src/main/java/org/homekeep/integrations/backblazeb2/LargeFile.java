package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.structures.B2FileVersion;
import com.backblaze.b2.client.structures.B2FinishLargeFileRequest;
import com.backblaze.b2.client.structures.B2GetUploadPartUrlRequest;
import com.backblaze.b2.client.structures.B2Part;
import com.backblaze.b2.client.structures.B2UploadPartRequest;
import com.backblaze.b2.client.structures.B2UploadPartUrlResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Sends an archive in parts: reads it once, from its start to its end, while earlier parts are on
 * their way. A part that B2 has already, byte for byte, is read and not sent. Runs on one thread
 * and uses others for the parts. Used once.
 */
final class LargeFile {
  private static final int TRIES = 5;
  private static final int FINISH_TRIES = 5;

  private final Session session;
  private final Bucket bucket;
  private final Transport transfer;
  private final UploadWatch watch;
  private final long size;
  private final UploadPlan plan;
  private final StartedFile file;
  private final String name;
  private final Lanes lanes;

  private final PartMemory.Share buffers;
  private final ConcurrentLinkedDeque<B2UploadPartUrlResponse> idleUrls =
      new ConcurrentLinkedDeque<>();

  LargeFile(
      Session session,
      Transport transfer,
      UploadWatch watch,
      long size,
      UploadPlan plan,
      StartedFile file,
      String name,
      PartMemory.Share buffers) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.transfer = transfer;
    this.watch = watch;
    this.size = size;
    this.plan = plan;
    this.file = file;
    this.name = name;
    this.lanes = new Lanes(buffers::most, !file.parts().isEmpty());
    this.buffers = buffers;
  }

  /**
   * Stores the archive; returns when B2 has put the parts together and the size is right.
   *
   * @param announced the SHA-1 that the archive has to have, where it is known
   */
  StoredArchive send(InputStream archive, Optional<String> announced) throws IOException {
    MessageDigest whole = Sha1.create();
    List<String> sha1s = new ArrayList<>(plan.parts());
    for (int part = 1; part <= plan.parts(); part++) {
      int length = plan.lengthOf(part, size);
      PartBuffer buffer = buffers.take(length, watch);
      buffer.fill(archive, length, whole, watch);
      sha1s.add(buffer.sha1());
      if (file.finished().isPresent() || file.has(part, buffer)) {
        watch.found(buffer.length());
        buffers.giveBack(buffer);
      } else {
        lanes.enter(watch);
        int number = part;
        session.threadPool().execute(() -> sendAndFree(number, buffer));
      }
    }
    ArchiveUpload.requireEnd(archive);
    String sha1 = HexFormat.of().formatHex(whole.digest());
    ArchiveUpload.requireSame(announced, sha1);
    lanes.awaitEmpty(watch);
    if (file.finished().isPresent()) {
      return new StoredArchive(file.finished().get(), sha1);
    }
    B2FileVersion stored = finished(sha1s);
    if (stored.getContentLength() != size) {
      bucket.discard(stored.getFileName(), file.fileId());
      throw new B2FailureException(
          new B2Failure.Corrupt(
              "Backblaze B2 stored %,d bytes of %,d.".formatted(stored.getContentLength(), size)));
    }
    return new StoredArchive(ObjectRef.of(stored), sha1);
  }

  private void sendAndFree(int number, PartBuffer buffer) {
    try {
      sendPart(number, buffer);
      lanes.leave(buffer.length());
    } catch (IOException failed) {
      watch.fail(explained(failed));
    } catch (RuntimeException | Error fault) {
      watch.fail(session.fault(fault));
    } finally {
      buffers.giveBack(buffer);
    }
  }

  private void sendPart(int number, PartBuffer buffer) throws IOException {
    for (int attempt = 1; ; attempt++) {
      B2UploadPartUrlResponse url = url();
      UploadWatch.Meter meter = watch.meter();
      try {
        B2Part stored =
            transfer
                .calls()
                .uploadPart(
                    url, B2UploadPartRequest.builder(number, buffer.content(meter)).build());
        meter.arrived();
        idleUrls.push(url);
        if (!buffer.sha1().equals(stored.getContentSha1())) {
          throw new B2FailureException(
              new B2Failure.Corrupt("Backblaze B2 stored a part that was not sent so."));
        }
        return;
      } catch (B2Exception error) {
        meter.takeBack();
        watch.check();
        if (attempt >= TRIES || !Classification.wantsNewUploadUrl(error)) {
          throw B2FailureException.of(error);
        }
        UploadRetry.pause(session, watch, attempt, error);
      }
    }
  }

  /** An address that no other part uses now: B2 takes one upload at a time at each. */
  private B2UploadPartUrlResponse url() throws IOException {
    B2UploadPartUrlResponse idle = idleUrls.poll();
    if (idle != null) {
      return idle;
    }
    return session.call(
        transfer,
        watch,
        (calls, account) ->
            calls.getUploadPartUrl(
                account, B2GetUploadPartUrlRequest.builder(file.fileId()).build()));
  }

  private B2FileVersion finished(List<String> sha1s) throws IOException {
    try {
      return finish(sha1s);
    } catch (B2FailureException failed) {
      throw explained(failed);
    }
  }

  /** Of a file that was cancelled meanwhile B2 says that the request is wrong. */
  private IOException explained(IOException failed) {
    if (!(failed instanceof B2FailureException known) || !LargeFileStart.isGone(known)) {
      return failed;
    }
    try {
      bucket.look(file.fileId());
      return failed;
    } catch (B2FailureException answer) {
      return LargeFileStart.isGone(answer)
          ? new B2FailureException(
              new B2Failure.UploadCancelled(session.rights().daysOfUnfinished(name)), failed)
          : failed;
    } catch (IOException unknown) {
      return failed;
    }
  }

  /** Puts the parts together. When the answer is lost, B2 is asked what came of it. */
  private B2FileVersion finish(List<String> sha1s) throws IOException {
    B2FinishLargeFileRequest request = new B2FinishLargeFileRequest(file.fileId(), sha1s);
    for (int attempt = 1; ; attempt++) {
      try {
        return session.call(
            transfer, watch, (calls, account) -> calls.finishLargeFile(account, request));
      } catch (B2FailureException failed) {
        watch.check();
        B2FileVersion now = bucket.look(file.fileId());
        if (now.isUpload()) {
          return now;
        }
        if (attempt >= FINISH_TRIES || !(failed.failure() instanceof B2Failure.CannotConnect)) {
          throw failed;
        }
        session.pause(watch, Backoff.after(attempt));
      }
    }
  }
}
