package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.structures.B2FileVersion;
import com.backblaze.b2.client.structures.B2FinishLargeFileRequest;
import com.backblaze.b2.client.structures.B2GetUploadPartUrlRequest;
import com.backblaze.b2.client.structures.B2Part;
import com.backblaze.b2.client.structures.B2StartLargeFileRequest;
import com.backblaze.b2.client.structures.B2UploadPartRequest;
import com.backblaze.b2.client.structures.B2UploadPartUrlResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends an archive in parts: reads it once, from its start to its end, while earlier parts are on
 * their way. Runs on one thread and uses others for the parts. Used once.
 */
final class LargeFile {
  private static final int TRIES = 5;
  private static final int FINISH_TRIES = 5;
  private static final long LOOK_MILLIS = 100;

  private final Session session;
  private final Bucket bucket;
  private final Transport transfer;
  private final UploadWatch watch;
  private final String name;
  private final long size;
  private final UploadPlan plan;
  private final BlockingQueue<PartBuffer> free;
  private final ConcurrentLinkedDeque<B2UploadPartUrlResponse> idleUrls =
      new ConcurrentLinkedDeque<>();

  /** Known as soon as B2 said it; read by the thread that cleans up. */
  private volatile String fileId = "";

  LargeFile(
      Session session,
      Transport transfer,
      UploadWatch watch,
      String name,
      long size,
      UploadPlan plan) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.transfer = transfer;
    this.watch = watch;
    this.name = name;
    this.size = size;
    this.plan = plan;
    this.free = new ArrayBlockingQueue<>(plan.buffers());
    for (int i = 0; i < plan.buffers(); i++) {
      free.add(new PartBuffer());
    }
  }

  /** Stores the archive; returns when B2 has put the parts together and the size is right. */
  ObjectRef send(InputStream archive, MessageDigest whole) throws IOException {
    B2StartLargeFileRequest start =
        B2StartLargeFileRequest.builder(
                session.bucketId(), name, ArchiveUpload.ARCHIVE_CONTENT_TYPE)
            .build();
    AtomicInteger starts = new AtomicInteger();
    fileId =
        session
            .call(
                transfer,
                watch,
                (calls, account) -> {
                  starts.incrementAndGet();
                  return calls.startLargeFile(account, start);
                })
            .getFileId();
    if (starts.get() > 1) {
      // The answer to an earlier start may have been lost, and that file would wait for ever.
      bucket.cancelAllNamed(name, fileId);
    }
    List<String> sha1s = new ArrayList<>(plan.parts());
    for (int part = 1; part <= plan.parts(); part++) {
      PartBuffer buffer = takeFree();
      buffer.fill(archive, plan.lengthOf(part, size), whole, watch);
      sha1s.add(buffer.sha1());
      int number = part;
      session.threadPool().execute(() -> sendAndFree(number, buffer));
    }
    ArchiveUpload.requireEnd(archive);
    for (int sent = 0; sent < plan.buffers(); sent++) {
      takeFree();
    }
    B2FileVersion stored = finish(sha1s);
    if (stored.getContentLength() != size) {
      bucket.delete(name, fileId);
      throw new B2FailureException(
          new B2Failure.Corrupt(
              "Backblaze B2 stored %,d bytes of %,d.".formatted(stored.getContentLength(), size)));
    }
    return ObjectRef.of(stored);
  }

  /** Takes back what was sent; to be called when nothing of {@link #send} runs any more. */
  void cancel() throws IOException {
    if (fileId.isEmpty()) {
      bucket.cancelAllNamed(name, "");
      return;
    }
    try {
      bucket.cancel(fileId);
    } catch (B2FailureException refused) {
      // A file whose finishing was not answered is no unfinished file any more.
      bucket.delete(name, fileId);
    }
  }

  private PartBuffer takeFree() throws IOException {
    while (true) {
      watch.check();
      try {
        PartBuffer buffer = free.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (buffer != null) {
          return buffer;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        watch.check();
        throw Session.closedError();
      }
    }
  }

  private void sendAndFree(int number, PartBuffer buffer) {
    try {
      sendPart(number, buffer);
      free.add(buffer);
    } catch (IOException failed) {
      watch.fail(failed);
    } catch (RuntimeException unexpected) {
      watch.fail(
          new B2FailureException(new B2Failure.Unknown(String.valueOf(unexpected)), unexpected));
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
        watch.moved();
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
            calls.getUploadPartUrl(account, B2GetUploadPartUrlRequest.builder(fileId).build()));
  }

  /** Puts the parts together. When the answer is lost, B2 is asked what came of it. */
  private B2FileVersion finish(List<String> sha1s) throws IOException {
    B2FinishLargeFileRequest request = new B2FinishLargeFileRequest(fileId, sha1s);
    for (int attempt = 1; ; attempt++) {
      try {
        return session.call(
            transfer, watch, (calls, account) -> calls.finishLargeFile(account, request));
      } catch (B2FailureException failed) {
        watch.check();
        B2FileVersion now = bucket.look(fileId);
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
