package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.emulator.server.BodySender;
import org.homekeep.emulator.server.ByteRange;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.SegmentReader;

/** {@code b2_download_file_by_id} and {@code …_by_name}: whole files, ranges and headers alone. */
final class Downloads {
  /** Info pairs that stand for headers of HTTP. */
  static final Map<String, String> SPECIAL =
      Map.of(
          "b2-content-disposition", "Content-Disposition",
          "b2-content-language", "Content-Language",
          "b2-expires", "Expires",
          "b2-cache-control", "Cache-Control",
          "b2-content-encoding", "Content-Encoding");

  /** Parameters of an address that stand for headers of HTTP. */
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "b2ContentDisposition", "Content-Disposition",
          "b2ContentLanguage", "Content-Language",
          "b2Expires", "Expires",
          "b2CacheControl", "Cache-Control",
          "b2ContentEncoding", "Content-Encoding",
          "b2ContentType", "Content-Type");

  static final String RETENTION_MODE = "X-Bz-File-Retention-Mode";
  static final String RETAIN_UNTIL = "X-Bz-File-Retention-Retain-Until-Timestamp";
  static final String LEGAL_HOLD = "X-Bz-File-Legal-Hold";

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Service service;

  Downloads(Service service) {
    this.service = service;
  }

  /** Sends the file, or fails before anything was sent. */
  Future<Void> handle(Exchange exchange, Buffer body) {
    Encryption.refuseCustomerKeys(exchange);
    Found found = find(exchange, body);
    FileVersion version = found.version();
    Optional<ByteRange> range = ByteRange.of(exchange.header("Range"), version.size());
    ByteRange bytes = range.orElse(new ByteRange(0, version.size()));
    HttpServerResponse response = exchange.request().response();
    describe(version, response);
    describeLock(found, response);
    override(exchange, response);
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
        new SegmentReader(service.disk()::data, version.segments(), bytes.start(), bytes.length());
    return new BodySender(exchange, service.worker(), service.line().down(), reader, bytes.length())
        .send();
  }

  private Found find(Exchange exchange, Buffer body) {
    HttpMethod method = exchange.request().method();
    if (exchange.target().call().equals(CallNames.DOWNLOAD_BY_ID)) {
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

  private Found byId(Exchange exchange, String fileId) {
    Optional<String> token = token(exchange);
    Optional<FileVersion> version = service.version(fileId);
    boolean open =
        version
            .flatMap(it -> service.account().bucket(it.bucketId()))
            .filter(Bucket::isPublic)
            .isPresent();
    Optional<Grant> caller = Optional.empty();
    if (!open) {
      // Who may read nothing does not learn what is there.
      Grant grant = service.grant(token).require("readFiles");
      version.ifPresent(it -> grant.requireFile("readFiles", it));
      caller = Optional.of(grant);
    }
    Optional<Grant> reader = caller;
    return version
        .filter(FileVersion::isReadable)
        .map(it -> new Found(it, reader))
        .orElseThrow(() -> B2Error.notFound("File not present: " + fileId));
  }

  private Found byName(Exchange exchange) {
    String[] path = exchange.target().rest().split("/", 2);
    String bucketName = Names.decode(path[0]);
    String name = path.length < 2 ? "" : Names.decode(path[1]);
    Optional<String> token = token(exchange);
    Optional<Bucket> bucket = service.account().bucketNamed(bucketName);
    Optional<Grant> caller =
        bucket.filter(Bucket::isPublic).isEmpty()
            ? authorise(token, bucket, name)
            : Optional.empty();
    String bucketId =
        bucket.orElseThrow(() -> B2Error.notFound("Bucket does not exist: " + bucketName)).id();
    return service
        .catalogue()
        .current(bucketId, name)
        .filter(FileVersion::isReadable)
        .map(it -> new Found(it, caller))
        .orElseThrow(() -> B2Error.notFound("File with such name does not exist."));
  }

  private Optional<Grant> authorise(Optional<String> token, Optional<Bucket> bucket, String name) {
    if (token.filter(service.downloadTokens()::knows).isPresent()) {
      DownloadRight right = service.downloadTokens().require(token.get());
      if (bucket.isEmpty() || !right.covers(bucket.get().id(), name)) {
        throw B2Error.unauthorized("unauthorized: the download authorisation is for other files");
      }
      return Optional.empty();
    }
    Grant grant = service.grant(token).require("readFiles").requireName(name);
    bucket.ifPresent(it -> grant.requireBucket(it.id()));
    return Optional.of(grant);
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

  /** Tells the lock of a file, or which headers are missing because the caller may not know. */
  private void describeLock(Found found, HttpServerResponse response) {
    FileVersion version = found.version();
    if (service.account().bucket(version.bucketId()).filter(Bucket::fileLock).isEmpty()) {
      return;
    }
    List<String> unreadable = new ArrayList<>();
    if (found.may("readFileRetentions")) {
      Optional.ofNullable(version.retention().getString("mode"))
          .ifPresent(mode -> response.putHeader(RETENTION_MODE, mode));
      Optional.ofNullable(version.retention().getLong("retainUntilTimestamp"))
          .ifPresent(until -> response.putHeader(RETAIN_UNTIL, "" + until));
    } else {
      unreadable.addAll(List.of(RETENTION_MODE, RETAIN_UNTIL));
    }
    if (found.may("readFileLegalHolds")) {
      version.legalHold().ifPresent(hold -> response.putHeader(LEGAL_HOLD, hold));
    } else {
      unreadable.add(LEGAL_HOLD);
    }
    if (!unreadable.isEmpty()) {
      response.putHeader("X-Bz-Client-Unauthorized-To-Read", String.join(",", unreadable));
    }
  }

  /** Lets the address of a download say other headers than the file does. */
  private static void override(Exchange exchange, HttpServerResponse response) {
    OVERRIDES.forEach(
        (parameter, header) ->
            Optional.ofNullable(exchange.request().getParam(parameter))
                .ifPresent(value -> response.putHeader(header, value)));
  }

  /** A file, and whoever reads it by a key. */
  private record Found(FileVersion version, Optional<Grant> caller) {
    boolean may(String capability) {
      return caller.filter(grant -> grant.can(capability)).isPresent();
    }
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
