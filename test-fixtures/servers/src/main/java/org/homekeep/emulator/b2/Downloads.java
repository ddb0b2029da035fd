package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code b2_download_file_by_id} and {@code …_by_name}: whole files, ranges and headers alone. */
final class Downloads {
  /** Info pairs that stand for headers of HTTP. */
  private static final Map<String, String> SPECIAL =
      Map.of(
          "b2-content-disposition", "Content-Disposition",
          "b2-content-language", "Content-Language",
          "b2-expires", "Expires",
          "b2-cache-control", "Cache-Control",
          "b2-content-encoding", "Content-Encoding");

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Service service;

  Downloads(Service service) {
    this.service = service;
  }

  /** Sends the file, or fails before anything was sent. */
  Future<Void> handle(Exchange exchange, Buffer body) {
    FileVersion version = find(exchange, body);
    Optional<ByteRange> range = ByteRange.of(exchange.header("Range"), version.size());
    ByteRange bytes = range.orElse(new ByteRange(0, version.size()));
    HttpServerResponse response = exchange.request().response();
    describe(version, response);
    response.putHeader("Content-Length", "" + bytes.length());
    range.ifPresent(
        it ->
            response
                .setStatusCode(206)
                .putHeader("Content-Range", it.contentRange(version.size())));
    exchange.entry().status(response.getStatusCode());
    if (exchange.request().method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    SegmentReader reader =
        new SegmentReader(service.disk(), version.segments(), bytes.start(), bytes.length());
    return new BodySender(exchange, service.worker(), reader, bytes.length()).send();
  }

  private FileVersion find(Exchange exchange, Buffer body) {
    HttpMethod method = exchange.request().method();
    if (exchange.target().call().equals(Target.DOWNLOAD_BY_ID)) {
      if (!READING.contains(method) && !method.equals(HttpMethod.POST)) {
        throw notAllowed(exchange);
      }
      Params params =
          method.equals(HttpMethod.POST) && body.length() > 0
              ? Params.ofBody(body)
              : Params.ofQuery(exchange.request().params());
      return byId(exchange, params.text("fileId"));
    }
    if (!READING.contains(method)) {
      throw notAllowed(exchange);
    }
    return byName(exchange);
  }

  private FileVersion byId(Exchange exchange, String fileId) {
    Optional<String> token = token(exchange);
    Optional<FileVersion> version = service.version(fileId);
    boolean open =
        version
            .flatMap(it -> service.account().bucket(it.bucketId()))
            .filter(Bucket::isPublic)
            .isPresent();
    if (!open) {
      // Who may read nothing does not learn what is there.
      Grant grant = service.grant(token).require("readFiles");
      version.ifPresent(it -> grant.requireFile("readFiles", it));
    }
    return version
        .filter(it -> it.action() == FileVersion.Action.UPLOAD)
        .orElseThrow(() -> B2Error.notFound("File not present: " + fileId));
  }

  private FileVersion byName(Exchange exchange) {
    String[] path = exchange.target().rest().split("/", 2);
    String bucketName = Names.decode(path[0]);
    String name = path.length < 2 ? "" : Names.decode(path[1]);
    Optional<String> token = token(exchange);
    Optional<Bucket> bucket = service.account().bucketNamed(bucketName);
    if (bucket.filter(Bucket::isPublic).isEmpty()) {
      authorise(token, bucket, name);
    }
    String bucketId =
        bucket.orElseThrow(() -> B2Error.notFound("Bucket does not exist: " + bucketName)).id();
    return service
        .catalogue()
        .current(bucketId, name)
        .filter(it -> it.action() == FileVersion.Action.UPLOAD)
        .orElseThrow(() -> B2Error.notFound("File with such name does not exist."));
  }

  private void authorise(Optional<String> token, Optional<Bucket> bucket, String name) {
    if (token.filter(service.downloadTokens()::knows).isPresent()) {
      DownloadRight right = service.downloadTokens().require(token.get());
      if (bucket.isEmpty() || !right.covers(bucket.get().id(), name)) {
        throw B2Error.unauthorized("unauthorized: the download authorisation is for other files");
      }
      return;
    }
    Grant grant = service.grant(token).require("readFiles").requireName(name);
    bucket.ifPresent(it -> grant.requireBucket(it.id()));
  }

  private static Optional<String> token(Exchange exchange) {
    return exchange
        .header("Authorization")
        .or(() -> Optional.ofNullable(exchange.request().getParam("Authorization")));
  }

  private static B2Error notAllowed(Exchange exchange) {
    return new B2Error(
        405, "method_not_allowed", exchange.request().method() + " may not be used for downloads");
  }

  private static void describe(FileVersion version, HttpServerResponse response) {
    response
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("Content-Type", version.contentType())
        .putHeader("X-Bz-File-Id", version.id())
        .putHeader("X-Bz-File-Name", Names.encode(version.name()))
        .putHeader("X-Bz-Content-Sha1", version.sha1())
        .putHeader("X-Bz-Upload-Timestamp", "" + version.uploadedAt());
    version
        .info()
        .forEach(
            (name, value) -> {
              response.putHeader("X-Bz-Info-" + name, Names.encode(value));
              String special = SPECIAL.get(name);
              if (special != null) {
                response.putHeader(special, value);
              }
            });
    if (version.encryption().getString("algorithm") != null) {
      response.putHeader(
          "X-Bz-Server-Side-Encryption", version.encryption().getString("algorithm"));
    }
  }
}
