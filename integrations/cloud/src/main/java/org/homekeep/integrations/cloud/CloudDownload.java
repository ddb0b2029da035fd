package org.homekeep.integrations.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.homekeep.api.backup.AgentBackup;

/**
 * The bytes of one stored backup. What breaks off is asked for again from where it was, with a new
 * address each time; the last byte comes only when the MD5 of all is right, where the store tells
 * it. For one thread.
 */
final class CloudDownload extends InputStream {
  /** Failures in a row, without a byte between them. */
  private static final int TRIES = 5;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CloudServices services;
  private final Transfers transfers;
  private final StoredFile file;
  private final MessageDigest digest = Md5.digest();
  private Optional<Web.Opened> response = Optional.empty();
  private InputStream content = InputStream.nullInputStream();
  private Optional<String> etag = Optional.empty();
  private long size = -1;
  private long position;
  private int failures;

  private CloudDownload(CloudServices services, Transfers transfers, StoredFile file) {
    this.services = services;
    this.transfers = transfers;
    this.file = file;
  }

  /** Opens an object; fails when its first byte cannot be had. */
  static CloudDownload open(CloudServices services, Transfers transfers, StoredFile file)
      throws IOException {
    CloudDownload download = new CloudDownload(services, transfers, file);
    download.connect();
    return download;
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
    while (position < size) {
      if (response.isEmpty()) {
        connect();
      }
      try {
        int read = content.read(target, offset, (int) Math.min(count, size - position));
        if (read > 0) {
          accept(target, offset, read);
          return read;
        }
        failed(new CloudFailureException(new CloudFailure.Unreachable("the download ended early")));
      } catch (CloudFailureException known) {
        throw known;
      } catch (IOException broken) {
        failed(
            new CloudFailureException(
                new CloudFailure.Unreachable("the download broke off"), broken));
      }
    }
    return -1;
  }

  private void accept(byte[] target, int offset, int read) throws CloudFailureException {
    digest.update(target, offset, read);
    position += read;
    failures = 0;
    if (position == size) {
      Optional<String> expected = etag.flatMap(Md5::ofEtag);
      String actual = HexFormat.of().formatHex(digest.digest());
      if (expected.isPresent() && !expected.get().equals(actual)) {
        throw new CloudFailureException(new CloudFailure.Damaged());
      }
    }
  }

  private void connect() throws IOException {
    while (response.isEmpty()) {
      try {
        use(transfers.get(services.storage().download(file.key()), position));
      } catch (CloudFailureException known) {
        if (!known.failure().mayPass()) {
          throw known;
        }
        failed(known);
      }
    }
  }

  /** Another object than the one that was begun is not gone on with. */
  private void use(Web.Opened opened) throws IOException {
    ClassicHttpResponse answer = opened.response();
    HttpEntity entity = answer.getEntity();
    Optional<String> its = Optional.ofNullable(answer.getFirstHeader("ETag")).map(Header::getValue);
    long length = entity == null ? -1 : entity.getContentLength();
    long whole = length < 0 ? told() : length + position;
    boolean fits = entity != null && whole >= 0;
    boolean same = position == 0 || (whole == size && its.equals(etag));
    if (!fits || !same) {
      opened.close();
      throw new CloudFailureException(
          new CloudFailure.Trouble(
              answer.getCode(),
              fits
                  ? "the backup was replaced by another while it was read."
                  : "the answer does not say how long it is."));
    }
    size = whole;
    etag = its;
    response = Optional.of(opened);
    content = entity.getContent();
  }

  /** What was sent along with the backup, for an answer that does not say how long it is. */
  private long told() {
    return file.backup().map(AgentBackup::size).orElse(-1L);
  }

  /** Counts a failure and waits; gives up when there were too many. */
  private void failed(CloudFailureException failure) throws IOException {
    disconnect();
    failures++;
    if (failures >= TRIES || transfers.isClosed()) {
      throw failure;
    }
    transfers.pause(PAUSE.multipliedBy(failures - 1L), () -> {});
  }

  private void disconnect() {
    response.ifPresent(Web.Opened::close);
    response = Optional.empty();
    content = InputStream.nullInputStream();
  }

  @Override
  public void close() {
    disconnect();
  }
}
