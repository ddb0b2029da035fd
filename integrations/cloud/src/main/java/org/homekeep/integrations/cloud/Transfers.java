package org.homekeep.integrations.cloud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.util.Timeout;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;

/**
 * Bytes on their way to and from the store behind the service, over connections of their own
 * (§B.4). Blocks its callers; {@link #close} breaks what is under way.
 */
final class Transfers implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes 0-0/([0-9]{1,18})");
  private static final int LONGEST_ERROR = 64 * 1024;
  private static final Duration LOOK = Duration.ofMillis(500);

  private final CloudServices services;
  private final Web uploads;
  private final Web downloads;
  private final CountDownLatch closed = new CountDownLatch(1);

  Transfers(CloudServices services) {
    this.services = services;
    this.uploads = new Web(services.settings().silence());
    this.downloads = new Web(services.settings().silence());
  }

  /** Something that ends what waits. */
  interface Check {
    void check() throws IOException;
  }

  /**
   * Sends an archive to where it may be put.
   *
   * @param md5 that was announced, in base64
   */
  void put(SignedAddress to, String md5, BackupUpload upload) throws IOException {
    HttpPut request = new HttpPut(to.address());
    to.headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("host")) {
                request.setHeader(name, value);
              }
            });
    // A refusal comes before the first byte, and not in the middle of gigabytes.
    request.setConfig(
        RequestConfig.custom()
            .setExpectContinueEnabled(true)
            .setResponseTimeout(Timeout.ofMilliseconds(services.settings().silence().toMillis()))
            .build());
    UploadWatch watch = new UploadWatch(upload, services.settings().silence());
    request.setEntity(new ArchiveEntity(upload.source(), upload.backup().size(), md5, watch::sent));
    try (Web.Timer look = uploads.every(LOOK, () -> watch.look(request));
        Web.Opened opened = uploads.open(request, services.settings().transfer())) {
      if (opened.response().getCode() / 100 != 2) {
        throw new CloudFailureException(refusal("upload", to, opened.response()));
      }
    } catch (CloudFailureException known) {
      throw known;
    } catch (ArchiveEntity.UnreadableException unreadable) {
      // The hub ends the reading of an archive that nobody wants any more.
      throw upload.cancellation().isCancelled() ? new UploadCancelledException() : unreadable;
    } catch (IOException | RuntimeException broken) {
      throw watch.reason().orElseGet(() -> unreachable(broken));
    }
  }

  /**
   * Opens what may be had at an address.
   *
   * @param from the first byte that is wanted
   */
  Web.Opened get(SignedAddress where, long from) throws IOException {
    Duration longest = services.settings().transfer();
    return from > 0
        ? get(where, "bytes=" + from + "-", Set.of(206), longest)
        : get(where, "", Set.of(200), longest);
  }

  /**
   * What the store says of an object, asked with its first byte: an address is good for one method
   * alone, and that is GET.
   *
   * @return empty when it does not say all of it
   */
  Optional<StoredBytes> look(SignedAddress where) throws IOException {
    try (Web.Opened opened =
        get(where, "bytes=0-0", Set.of(206, 200), services.settings().call())) {
      OptionalLong size = wholeSize(opened.response());
      Optional<String> md5 = Md5.ofEtag(header(opened.response(), "ETag"));
      return size.isPresent()
          ? md5.map(sum -> new StoredBytes(size.getAsLong(), StoredBytes.Algorithm.MD5, sum))
          : Optional.empty();
    }
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue();
  }

  /** Not every store or proxy gives a part when it is asked for one. */
  private static OptionalLong wholeSize(ClassicHttpResponse response) {
    if (response.getCode() == 200) {
      long length = response.getEntity() == null ? -1 : response.getEntity().getContentLength();
      return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }
    Matcher matcher = RANGE.matcher(header(response, "Content-Range"));
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private Web.Opened get(SignedAddress where, String range, Set<Integer> good, Duration longest)
      throws IOException {
    HttpGet request = new HttpGet(where.address());
    where.headers().forEach(request::setHeader);
    if (!range.isEmpty()) {
      request.setHeader("Range", range);
    }
    Web.Opened opened = open(request, longest);
    if (good.contains(opened.response().getCode())) {
      return opened;
    }
    throw new CloudFailureException(refusal(where, opened));
  }

  private CloudFailure refusal(SignedAddress where, Web.Opened opened) throws IOException {
    try (opened) {
      return refusal("download", where, opened.response());
    } catch (CloudFailureException known) {
      throw known;
    } catch (IOException broken) {
      throw unreachable(broken);
    }
  }

  private Web.Opened open(HttpUriRequestBase request, Duration longest) throws IOException {
    try {
      return downloads.open(request, longest);
    } catch (IOException | RuntimeException broken) {
      throw unreachable(broken);
    }
  }

  private IOException unreachable(Exception broken) {
    return new CloudFailureException(why(broken), broken);
  }

  private CloudFailure why(Exception broken) {
    if (isClosed()) {
      return ended();
    } else if (broken instanceof Web.TooSlowException) {
      return new CloudFailure.TooSlow(services.settings().transfer());
    } else if (broken instanceof ConnectionRequestTimeoutException) {
      return new CloudFailure.Unreachable(
          "%d downloads from it are open; end one of them".formatted(Web.CONNECTIONS));
    }
    return new CloudFailure.Unreachable("the connection broke off");
  }

  private CloudFailure refusal(String what, SignedAddress where, ClassicHttpResponse response)
      throws IOException {
    int status = response.getCode();
    if (status / 100 == 2) {
      // Its body is a backup.
      return new CloudFailure.Trouble(status, "the store gave another part than was asked for.");
    }
    String body = new String(Web.head(response, LONGEST_ERROR), StandardCharsets.UTF_8);
    String said = where.cutFrom(StoreWords.of(body));
    String message = StorageApi.bounded(services.account().withoutSecrets(said));
    if (status == 403 && message.toLowerCase(Locale.ROOT).contains("expired")) {
      return new CloudFailure.AddressExpired();
    }
    if (status == 403 && services.account().isSubscriptionStillExpired()) {
      return new CloudFailure.SubscriptionExpired();
    }
    return new CloudFailure.Trouble(
        status, "Failed to %s: (%d) %s".formatted(what, status, message).strip());
  }

  /** Waits, unless nobody wants that any more. */
  void pause(Duration pause, Check check) throws IOException {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
        check.check();
        if (closed.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
          throw new CloudFailureException(ended());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UploadCancelledException();
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Fails when the login, or the use of it here, has ended. */
  void requireOpen() throws CloudFailureException {
    if (isClosed()) {
      throw new CloudFailureException(ended());
    }
  }

  private CloudFailure ended() {
    return services.account().isLoggedIn()
        ? new CloudFailure.Ended()
        : new CloudFailure.LoginNeeded();
  }

  @Override
  public void close() {
    closed.countDown();
    uploads.close();
    downloads.close();
  }

  /** What a failure of a reader or writer was caused by, when the service or we said so. */
  static Optional<CloudFailure> knownCause(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 8; depth++) {
      if (each instanceof CloudFailureException known) {
        return Optional.of(known.failure());
      }
      each = each.getCause();
    }
    return Optional.empty();
  }
}
