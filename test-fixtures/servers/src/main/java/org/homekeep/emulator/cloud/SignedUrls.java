package org.homekeep.emulator.cloud;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Tokens;

/**
 * The addresses of stored files, each good for one method on one file, for a request that begins
 * within {@link #VALIDITY}; touched on its context only. A signature is a random number: what it is
 * for is known here alone, so that none can be made up.
 */
final class SignedUrls {
  static final Duration VALIDITY = Duration.ofSeconds(60);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SIGNATURE_BYTES = 32;

  private final EmulatorClock clock;
  private final Tokens<Right> rights;
  private OptionalInt port = OptionalInt.empty();

  SignedUrls(EmulatorClock clock) {
    this.clock = clock;
    this.rights = new Tokens<>(clock);
  }

  /**
   * What an address is good for.
   *
   * @param uri path and query
   * @param headers what the request must have
   * @param metadata what is stored beside the bytes
   */
  record Right(
      String method,
      String uri,
      String userId,
      String key,
      long size,
      Map<String, String> headers,
      JsonObject metadata) {}

  /** Gives the object store its own port. */
  void at(int ownPort) {
    port = OptionalInt.of(ownPort);
  }

  /** The address of the object store, where the client knows this server by another. */
  String address(String baseUrl) {
    return port.isEmpty() ? baseUrl : baseUrl.replaceFirst("(:\\d+)?$", ":" + port.getAsInt());
  }

  /** The path and query of a new address for an upload. */
  String forUpload(
      String userId, String key, long size, Map<String, String> headers, JsonObject metadata) {
    return issue("PUT", userId, key, size, headers, metadata);
  }

  /** The path and query of a new address for a download. */
  String forDownload(StoredFile file) {
    return issue(
        "GET", file.userId(), file.key(), file.segment().size(), Map.of(), new JsonObject());
  }

  private String issue(
      String method,
      String userId,
      String key,
      long size,
      Map<String, String> headers,
      JsonObject metadata) {
    byte[] random = new byte[SIGNATURE_BYTES];
    RANDOM.nextBytes(random);
    String signature = HexFormat.of().formatHex(random);
    Instant now = clock.now();
    String stamp = STAMP.format(now);
    String uri =
        "/r2/%s/backup/%s?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=emulator%%2F%s%%2Fauto%%2Fs3%%2Faws4_request&X-Amz-Date=%s&X-Amz-Expires=%d&X-Amz-SignedHeaders=host&X-Amz-Signature=%s"
            .formatted(
                userId,
                FileName.encoded(key),
                stamp.substring(0, 8),
                stamp,
                VALIDITY.toSeconds(),
                signature);
    rights.issue(signature, new Right(method, uri, userId, key, size, headers, metadata), VALIDITY);
    return uri;
  }

  /** What a request may do; refuses one that is not as its address was made for. */
  Right require(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    String signature = request.getParam("X-Amz-Signature", "");
    Right right =
        rights
            .find(signature)
            .filter(it -> it.uri().equals(request.uri()))
            .filter(it -> it.method().equals(request.method().name()))
            .orElseThrow(CloudError::signature);
    if (rights.valid(signature).isEmpty()) {
      throw CloudError.store(403, "AccessDenied", "Request has expired");
    }
    right
        .headers()
        .forEach(
            (name, value) -> {
              if (exchange.header(name).filter(value::equals).isEmpty()) {
                throw CloudError.signature();
              }
            });
    return right;
  }

  /** Lets every address run out now. */
  void expireAll() {
    rights.expireAll();
  }

  void clear() {
    rights.clear();
  }
}
