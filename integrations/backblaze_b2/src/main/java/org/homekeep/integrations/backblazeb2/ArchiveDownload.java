package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.contentSources.B2Headers;
import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.structures.B2DownloadByIdRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;

/**
 * The bytes of a stored archive, from the first to the last.
 *
 * <p>A connection that breaks is replaced by one that goes on where it broke, as what a file id
 * stands for never changes. The last byte is handed over only when the SHA-1 of all is right, where
 * it is known. The SDK lends a download's stream only for the time of a call, which a stream that
 * outlives its connections cannot use; so this asks by itself, at the address that the SDK makes.
 */
final class ArchiveDownload extends InputStream {
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** Failures in a row, without a byte between them. */
  private static final int TRIES = 5;

  private static final int MAX_ERROR = 64 * 1024;

  private final Session session;
  private final Transport transfer;
  private final ObjectRef archive;
  private final Optional<String> expectedSha1;
  private final MessageDigest digest = Sha1.create();
  private Optional<CloseableHttpResponse> response = Optional.empty();
  private InputStream content = InputStream.nullInputStream();
  private long position;
  private int failures;
  private boolean tokenRenewed;

  private ArchiveDownload(Session session, StoredBackup stored) throws IOException {
    this.session = session;
    this.transfer = session.openTransfer(SILENCE);
    this.archive = stored.archive();
    this.expectedSha1 = stored.archiveSha1();
  }

  /** Opens the archive; fails when its first byte cannot be had. */
  static ArchiveDownload open(Session session, StoredBackup stored) throws IOException {
    ArchiveDownload download = new ArchiveDownload(session, stored);
    try {
      download.connect();
      return download;
    } catch (IOException failed) {
      download.close();
      throw failed;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    if (position >= archive.size()) {
      return -1;
    }
    while (true) {
      if (response.isEmpty()) {
        connect();
      }
      try {
        int wanted = (int) Math.min(count, archive.size() - position);
        int read = content.read(target, offset, wanted);
        if (read > 0) {
          accept(target, offset, read);
          return read;
        }
        failed(new B2Failure.CannotConnect("the download ended early"));
      } catch (B2FailureException known) {
        throw known;
      } catch (IOException broken) {
        failed(new B2Failure.CannotConnect("the download broke off"));
      }
    }
  }

  @Override
  public void close() {
    disconnect();
    session.closeTransfer(transfer);
  }

  private void accept(byte[] target, int offset, int read) throws B2FailureException {
    digest.update(target, offset, read);
    position += read;
    failures = 0;
    tokenRenewed = false;
    if (position == archive.size() && expectedSha1.isPresent()) {
      String actual = HexFormat.of().formatHex(digest.digest());
      if (!actual.equals(expectedSha1.get())) {
        throw new B2FailureException(
            new B2Failure.Corrupt(
                "The archive "
                    + archive.name()
                    + " is damaged: its SHA-1 is not the one of what was uploaded. Try again, or"
                    + " use another copy of this backup."));
      }
    }
  }

  /** Counts a failure and waits; gives up when there were too many. */
  private void failed(B2Failure failure) throws IOException {
    disconnect();
    failures++;
    if (session.isClosed()) {
      throw Session.closedError();
    }
    if (failures >= TRIES) {
      throw new B2FailureException(failure);
    }
    if (failures > 1) {
      session.pause(Stop.NEVER, Backoff.after(failures - 1));
    }
  }

  private void connect() throws IOException {
    while (response.isEmpty()) {
      try {
        Authorization used = session.authorization();
        Optional<B2Exception> refused = request(used);
        if (refused.isPresent()) {
          handle(refused.get(), used);
        }
      } catch (B2Exception refused) {
        handleRefusal(refused);
      } catch (B2FailureException known) {
        throw known;
      } catch (IOException | IllegalStateException broken) {
        failed(new B2Failure.CannotConnect("the connection failed"));
      }
    }
  }

  private void handle(B2Exception refused, Authorization used) throws IOException {
    if (!tokenRenewed && Classification.wantsNewToken(refused)) {
      tokenRenewed = true;
      session.forget(used);
    } else {
      handleRefusal(refused);
    }
  }

  private void handleRefusal(B2Exception refused) throws IOException {
    if (!Classification.isTransient(refused)) {
      throw B2FailureException.of(refused);
    }
    failed(Classification.of(refused));
  }

  /** Asks for the rest of the archive; gives back what B2 said when it gives no bytes. */
  private Optional<B2Exception> request(Authorization authorization)
      throws IOException, B2Exception {
    String address =
        transfer
            .calls()
            .getDownloadByIdUrl(
                authorization.forSdk(), B2DownloadByIdRequest.builder(archive.fileId()).build());
    HttpGet get = new HttpGet(address);
    get.setHeader(B2Headers.AUTHORIZATION, authorization.forSdk().getAuthorizationToken());
    if (position > 0) {
      get.setHeader(B2Headers.RANGE, "bytes=" + position + "-" + (archive.size() - 1));
    }
    CloseableHttpResponse answer = transfer.http().execute(get);
    int status = answer.getStatusLine().getStatusCode();
    if (status != (position > 0 ? 206 : 200)) {
      try (answer) {
        return Optional.of(refusal(answer, status));
      }
    }
    response = Optional.of(answer);
    content = answer.getEntity().getContent();
    return Optional.empty();
  }

  private static B2Exception refusal(CloseableHttpResponse answer, int status) throws IOException {
    String code = "unknown";
    String message = "HTTP status " + status;
    if (answer.getEntity() != null) {
      byte[] body = answer.getEntity().getContent().readNBytes(MAX_ERROR);
      try {
        JsonObject json = new JsonObject(Buffer.buffer(body));
        code = json.getString("code", code);
        message = json.getString("message", message);
      } catch (RuntimeException notOneOfB2s) {
        message = "HTTP status " + status + " without an explanation";
      }
    }
    return B2Exception.create(code, status, null, message);
  }

  private void disconnect() {
    response.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException alreadyBroken) {
            // Nothing is lost: the connection is given up either way.
          }
        });
    response = Optional.empty();
    content = InputStream.nullInputStream();
  }
}
