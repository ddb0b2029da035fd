package org.homekeep.emulator.b2;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.homekeep.emulator.fault.SeenCall;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Target;

/** Finds out whose request it is and what bucket it is about, before anything is checked. */
final class Caller {
  private final Service service;
  private final Exchange exchange;
  private final Target target;

  private Caller(Service service, Exchange exchange) {
    this.service = service;
    this.exchange = exchange;
    this.target = exchange.target();
  }

  /**
   * Looks at a request.
   *
   * @param body the JSON of the request, empty when it was not read
   */
  static SeenCall of(Service service, Exchange exchange, Buffer body) {
    Caller caller = new Caller(service, exchange);
    Optional<Bucket> bucket = caller.bucket(body);
    return new SeenCall(
        exchange.target().call(),
        caller.keyId(),
        bucket.map(Bucket::name),
        bucket.map(Bucket::id),
        exchange.target().isUpload() ? Pods.of(exchange.target().rest()) : OptionalInt.empty());
  }

  private Optional<String> keyId() {
    Optional<String> token = exchange.header("Authorization");
    if (target.call().equals(CallNames.AUTHORIZE)) {
      return token
          .filter(it -> it.startsWith("Basic "))
          .flatMap(it -> decoded(it.substring("Basic ".length())))
          .map(pair -> pair.split(":", 2)[0])
          .flatMap(service.account()::key)
          .map(Key::id);
    }
    return target.isUpload()
        ? token.flatMap(service.uploadTokens()::find).map(UploadSlot::keyId)
        : token.flatMap(service.accountTokens()::find);
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(
          new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private Optional<Bucket> bucket(Buffer body) {
    String first = target.rest().split("/", 2)[0];
    return switch (target.call()) {
      case CallNames.UPLOAD_FILE -> service.account().bucket(first);
      case CallNames.UPLOAD_PART -> ofFile(first);
      case CallNames.DOWNLOAD_BY_NAME -> service.account().bucketNamed(first);
      default -> {
        JsonObject given = given(body);
        yield text(given, "destinationBucketId")
            .or(() -> text(given, "bucketId"))
            .flatMap(service.account()::bucket)
            .or(() -> text(given, "bucketName").flatMap(service.account()::bucketNamed))
            .or(
                () ->
                    Stream.of("largeFileId", "sourceFileId", "fileId")
                        .flatMap(field -> text(given, field).stream())
                        .flatMap(id -> ofFile(id).stream())
                        .findFirst());
      }
    };
  }

  private Optional<Bucket> ofFile(String fileId) {
    return Ids.bucketOf(fileId).flatMap(service.account()::bucket);
  }

  private JsonObject given(Buffer body) {
    JsonObject given = new JsonObject();
    exchange.request().params().forEach((name, value) -> given.put(name, value));
    try {
      return body.length() == 0 ? given : given.mergeIn(new JsonObject(body));
    } catch (DecodeException | ClassCastException notJson) {
      return given;
    }
  }

  private static Optional<String> text(JsonObject json, String field) {
    return json.getValue(field) instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
