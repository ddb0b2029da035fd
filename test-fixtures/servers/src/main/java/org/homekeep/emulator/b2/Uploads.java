package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.homekeep.emulator.server.BodyReceiver;
import org.homekeep.emulator.server.BodySink;
import org.homekeep.emulator.server.Exchange;

/** {@code b2_upload_file} and {@code b2_upload_part}: bytes with a SHA-1 in one of three forms. */
final class Uploads {
  private static final long MOST_BYTES = 5_000_000_000L;
  private static final String AT_END = "hex_digits_at_end";
  private static final String UNVERIFIED = "do_not_verify";
  private static final String INFO = "x-bz-info-";
  private static final int SHA1_LENGTH = 40;

  /** What a file tells by its info alone, or what an upload has no use for. */
  private static final List<String> FORBIDDEN =
      List.of(
          "Content-Disposition",
          "Content-Encoding",
          "Content-Language",
          "Content-Location",
          "Content-Range",
          "Expires");

  private final Service service;

  Uploads(Service service) {
    this.service = service;
  }

  /** Takes an upload; throws or fails with {@link B2Error}. */
  Future<JsonObject> handle(Exchange exchange) {
    String token = exchange.requireHeader("Authorization");
    UploadSlot slot = service.uploadTokens().require(token);
    if (!exchange.target().rest().equals(slot.place())) {
      throw new B2Error(401, "bad_auth_token", "The token belongs to another upload URL");
    }
    Grant grant = service.grantOf(slot.keyId()).require("writeFiles");
    BiFunction<BodySink.Received, String, Future<JsonObject>> keeper =
        exchange.target().call().equals(CallNames.UPLOAD_FILE)
            ? file(exchange, slot, grant)
            : part(exchange, slot);
    String sha1 = sha1Form(exchange);
    long length = contentLength(exchange);
    long size = sha1.equals(AT_END) ? length - SHA1_LENGTH : length;
    if (size < 0) {
      throw B2Error.badRequest("The body is too short to have a SHA-1 at its end");
    }
    if (size > MOST_BYTES) {
      throw B2Error.badRequest("An upload has at most 5000000000 bytes");
    }
    if (size == 0 && exchange.target().call().equals(CallNames.UPLOAD_PART)) {
      throw B2Error.badRequest("A part has at least 1 byte");
    }
    slot.begin(token);
    service.gauge().begin();
    return BodyReceiver.receive(
            exchange,
            service.worker(),
            service.line().up(),
            () -> BodySink.create(service.disk().temporary(), size),
            length)
        .compose(
            received ->
                Future.<String>future(promise -> promise.complete(verified(sha1, received)))
                    .compose(stored -> keeper.apply(received, stored))
                    .recover(failure -> drop(received, failure)))
        .onComplete(
            ignored -> {
              slot.end();
              service.gauge().end();
            });
  }

  private Future<JsonObject> drop(BodySink.Received received, Throwable failure) {
    return service
        .worker()
        .run(() -> Files.deleteIfExists(received.file()))
        .transform(ignored -> Future.failedFuture(failure));
  }

  private BiFunction<BodySink.Received, String, Future<JsonObject>> file(
      Exchange exchange, UploadSlot slot, Grant grant) {
    refuseForbidden(exchange);
    Bucket bucket = service.account().requireBucket(slot.target());
    String name = Names.checkFile(Names.decode(exchange.requireHeader("X-Bz-File-Name")));
    grant.requireBucket(bucket.id()).requireName(name);
    String type = FileInfo.contentType(exchange.requireHeader("Content-Type"));
    JsonObject encryption = Encryption.ofHeaders(exchange, bucket.encryption());
    JsonObject retention =
        Locks.ofNew(retentionHeaders(exchange), bucket, grant, service.clock().now());
    Optional<String> hold = Locks.holdOfNew(exchange.header(Downloads.LEGAL_HOLD), bucket, grant);
    Map<String, String> info =
        FileInfo.of(infoHeaders(exchange), FileInfo.room(name, encryption, bucket));
    Optional<Long> timestamp =
        exchange
            .header("X-Bz-Custom-Upload-Timestamp")
            .map(ignored -> number(exchange, "X-Bz-Custom-Upload-Timestamp"))
            .map(service.clock()::passed);
    return (received, sha1) -> {
      // The bucket may have gone while the bytes came.
      service.account().requireBucket(bucket.id());
      return service
          .worker()
          .run(() -> service.disk().keep(received.file(), received.size()))
          .compose(
              segment ->
                  service
                      .catalogue()
                      .add(
                          new FileVersion(
                              Ids.file(bucket.id(), false, service.clock().now()),
                              bucket.id(),
                              name,
                              FileVersion.Action.UPLOAD,
                              received.size(),
                              sha1,
                              Optional.of(received.md5()),
                              type,
                              info,
                              timestamp.orElseGet(service.clock()::uniqueMillis),
                              List.of(segment),
                              encryption,
                              retention,
                              hold)))
          .map(version -> Shapes.file(service.account().id(), version, grant));
    };
  }

  private BiFunction<BodySink.Received, String, Future<JsonObject>> part(
      Exchange exchange, UploadSlot slot) {
    Encryption.refuseCustomerKeys(exchange);
    FileVersion large = LargeFileCalls.requireUnfinished(service, slot.target());
    long number = number(exchange, "X-Bz-Part-Number");
    if (number < 1 || number > LargeFileCalls.MOST_PARTS) {
      throw B2Error.badRequest("Part number must be between 1 and 10000");
    }
    return (received, sha1) ->
        service
            .worker()
            .run(() -> service.disk().keep(received.file(), received.size()))
            .compose(
                segment ->
                    service
                        .catalogue()
                        .addPart(
                            large.id(),
                            new Part(
                                (int) number,
                                sha1,
                                received.md5(),
                                service.clock().uniqueMillis(),
                                segment)))
            .map(part -> Shapes.part(large, part));
  }

  private static String sha1Form(Exchange exchange) {
    String sha1 = exchange.requireHeader("X-Bz-Content-Sha1");
    if (!sha1.equals(AT_END) && !sha1.equals(UNVERIFIED) && !FileInfo.isSha1(sha1)) {
      throw B2Error.badRequest(
          "X-Bz-Content-Sha1 must be 40 hex digits, hex_digits_at_end or do_not_verify");
    }
    return sha1;
  }

  private static String verified(String form, BodySink.Received received) {
    if (form.equals(UNVERIFIED)) {
      return FileInfo.unverified(received.sha1());
    }
    String expected = form.equals(AT_END) ? received.trailer() : form;
    if (!expected.equalsIgnoreCase(received.sha1())) {
      throw B2Error.badRequest("Checksum did not match data received");
    }
    return received.sha1();
  }

  private static long contentLength(Exchange exchange) {
    long length = number(exchange, "Content-Length");
    if (length < 0) {
      throw B2Error.badRequest("Content-Length must not be negative");
    }
    return length;
  }

  private static long number(Exchange exchange, String header) {
    try {
      return Long.parseLong(exchange.requireHeader(header).strip());
    } catch (NumberFormatException notNumber) {
      throw B2Error.badRequest("%s must be an integer".formatted(header));
    }
  }

  private static void refuseForbidden(Exchange exchange) {
    for (String header : FORBIDDEN) {
      if (exchange.header(header).isPresent()) {
        throw B2Error.badRequest("Header must not be included: " + header);
      }
    }
  }

  private static Optional<JsonObject> retentionHeaders(Exchange exchange) {
    Optional<String> mode = exchange.header(Downloads.RETENTION_MODE);
    Optional<String> until = exchange.header(Downloads.RETAIN_UNTIL);
    return mode.isEmpty() && until.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JsonObject()
                .put("mode", mode.orElse(null))
                .put("retainUntilTimestamp", until.orElse(null)));
  }

  private static Map<String, String> infoHeaders(Exchange exchange) {
    Map<String, String> info = new TreeMap<>();
    exchange
        .request()
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.startsWith(INFO)) {
                info.put(lower.substring(INFO.length()), Names.decode(value));
              }
            });
    return info;
  }
}
