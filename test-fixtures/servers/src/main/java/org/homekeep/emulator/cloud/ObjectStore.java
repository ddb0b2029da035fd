package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.emulator.server.Answer;
import org.homekeep.emulator.server.BodyReceiver;
import org.homekeep.emulator.server.BodySender;
import org.homekeep.emulator.server.BodySink;
import org.homekeep.emulator.server.ByteRange;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.SegmentReader;

/** The object store: takes and sends files at signed addresses. */
final class ObjectStore {
  static final String MD5_HEADER = "content-md5";
  private static final String TYPE = "application/octet-stream";

  private final CloudService service;

  ObjectStore(CloudService service) {
    this.service = service;
  }

  /** Takes a file, which is stored when it is complete and as it was announced. */
  void put(Exchange exchange) {
    SignedUrls.Right right = service.urls().require(exchange);
    String length =
        exchange
            .header("Content-Length")
            .orElseThrow(
                () ->
                    CloudError.store(
                        411,
                        "MissingContentLength",
                        "You must provide the Content-Length HTTP header."));
    if (!length.strip().equals(Long.toString(right.size()))) {
      throw CloudError.signature();
    }
    service.gauge().begin();
    BodyReceiver.receive(
            exchange,
            service.worker(),
            service.line().up(),
            () -> BodySink.create(service.disk().temporary(), right.size(), List.of("MD5")),
            right.size())
        .compose(received -> keep(right, received))
        .onComplete(ignored -> service.gauge().end())
        .onSuccess(
            md5 ->
                exchange.reply(new Answer(200, Map.of("ETag", "\"" + md5 + "\""), Buffer.buffer())))
        .onFailure(exchange::fail);
  }

  private Future<String> keep(SignedUrls.Right right, BodySink.Received received) {
    String md5 = received.md5();
    if (!base64(md5).equals(right.headers().get(MD5_HEADER))) {
      return service
          .worker()
          .run(() -> Files.deleteIfExists(received.file()))
          .compose(
              ignored ->
                  Future.failedFuture(
                      CloudError.store(
                          400,
                          "BadDigest",
                          "The Content-MD5 you specified did not match what we received.")));
    }
    return service
        .worker()
        .run(() -> service.disk().keep(received.file(), received.size()))
        .compose(
            segment ->
                service
                    .store()
                    .put(
                        new StoredFile(
                            right.userId(),
                            right.key(),
                            segment,
                            md5,
                            timeOf(service.clock().now()),
                            new JsonObject().put("Metadata", right.metadata()))))
        .map(md5);
  }

  /** Sends a file, or the part of it that is asked for. */
  void get(Exchange exchange) {
    SignedUrls.Right right = service.urls().require(exchange);
    StoredFile file =
        service
            .store()
            .file(right.userId(), right.key())
            .orElseThrow(
                () -> CloudError.store(404, "NoSuchKey", "The specified key does not exist."));
    send(exchange, file);
  }

  /** Sends a stored file. */
  void send(Exchange exchange, StoredFile file) {
    long size = file.segment().size();
    Optional<ByteRange> range = ByteRange.of(exchange.header("Range"), size);
    ByteRange bytes = range.orElse(new ByteRange(0, size));
    HttpServerResponse response = exchange.request().response();
    response
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("Content-Type", TYPE)
        .putHeader("ETag", "\"" + file.md5() + "\"")
        .putHeader("Content-Length", "" + bytes.length());
    range.ifPresent(
        it -> response.setStatusCode(206).putHeader("Content-Range", it.contentRange(size)));
    exchange.entry().status(response.getStatusCode());
    SegmentReader reader =
        new SegmentReader(
            service.disk()::data, List.of(file.segment()), bytes.start(), bytes.length());
    new BodySender(exchange, service.worker(), service.line().down(), reader, bytes.length())
        .send()
        .onFailure(exchange::fail);
  }

  /** A time as the service tells it. */
  static String timeOf(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
