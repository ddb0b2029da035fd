package org.homekeep.core.frontend.directory;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/**
 * What is sent for an address, before its first byte is read.
 *
 * @param policy what a browser lets it do
 * @param etag of these bytes in this coding, in quotes
 * @param varies whether another client would get it in another coding
 * @param length when it is known
 */
record Served(
    String contentType,
    String policy,
    String etag,
    boolean varies,
    Optional<Coding> coding,
    Optional<Long> length,
    Callable<Piecewise> open) {

  /** Sends it, or says that the client has it already. Call on the hub's context. */
  Future<HttpAnswer> send(
      HubRuntime runtime, Worker worker, HttpServerRequest request, String caching) {
    HttpServerResponse response = request.response();
    response
        .putHeader("Cache-Control", caching)
        .putHeader("ETag", etag)
        .putHeader("Content-Security-Policy", policy);
    if (varies) {
      response.headers().add("Vary", "Accept-Encoding");
    }
    if (isKnownTo(request)) {
      response.setStatusCode(304).end();
      return Future.succeededFuture(new HttpAnswer.Written());
    }
    response.putHeader("Content-Type", contentType);
    coding.ifPresent(each -> response.putHeader("Content-Encoding", each.wire()));
    length.ifPresent(bytes -> response.putHeader("Content-Length", String.valueOf(bytes)));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
      return Future.succeededFuture(new HttpAnswer.Written());
    }
    return BodySender.send(worker, runtime.timers(), response, length, open);
  }

  /** A proxy that compresses makes a weak tag of ours. */
  private boolean isKnownTo(HttpServerRequest request) {
    String known = request.getHeader("If-None-Match");
    return known != null
        && Stream.of(known.split(","))
            .map(String::strip)
            .map(each -> each.startsWith("W/") ? each.substring(2) : each)
            .anyMatch(each -> each.equals(etag) || each.equals("*"));
  }
}
