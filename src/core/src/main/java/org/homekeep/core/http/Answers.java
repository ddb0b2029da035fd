package org.homekeep.core.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: the one place that knows headers, and what status an error has. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** How long the rest of a refused upload is read, so that its client gets to see the answer. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  /** On every answer (framework.md §12.2). */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff",
          "Server", "");

  private final Timers timers;
  private final Cors cors;
  private final boolean framesForbidden;

  Answers(Timers timers, HttpOptions options) {
    this.timers = timers;
    this.cors = new Cors(options);
    this.framesForbidden = options.framesForbidden();
  }

  /** Sets the headers that a handler which writes its own response must have, too. */
  void prepare(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    HEADERS.forEach(response::putHeader);
    if (framesForbidden) {
      response.putHeader("X-Frame-Options", "SAMEORIGIN");
    }
    cors.prepare(request, response);
    // A client that goes away in the middle is no news; whoever still writes to it hears of it.
    response.exceptionHandler(gone -> {});
  }

  void send(HttpServerRequest request, HttpAnswer answer) {
    HttpServerResponse response = request.response();
    if (answer instanceof HttpAnswer.Written || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // Half an answer must not look like a whole one.
      response.reset();
      return;
    }
    boolean unread = hasUnreadBody(request);
    if (unread) {
      response.putHeader("Connection", "close");
    }
    if (answer instanceof HttpAnswer.Full full) {
      response.setStatusCode(full.status()).putHeader("Content-Type", full.contentType());
      full.headers().forEach(response::putHeader);
      if (request.method().equals(HttpMethod.HEAD)) {
        response.end();
      } else {
        end(request, full);
      }
    } else if (answer instanceof HttpAnswer.Empty empty) {
      response.setStatusCode(empty.status()).end();
    }
    if (unread) {
      discardRest(request);
    }
  }

  /** A secret is never compressed: the size would tell of it. */
  private static void end(HttpServerRequest request, HttpAnswer.Full full) {
    boolean compressed =
        full.contentType().equals("application/json")
            && !full.headers().containsKey("Cache-Control")
            && Gzip.isWorthIt(full.body())
            && Gzip.isAcceptedBy(request);
    if (compressed) {
      request.response().headers().add("Vary", "Accept-Encoding");
      request.response().putHeader("Content-Encoding", "gzip").end(Gzip.of(full.body()));
    } else {
      request.response().end(full.body());
    }
  }

  /** Answers with the error that a handler failed with. */
  void fail(HttpServerRequest request, Throwable failure) {
    HttpServerResponse response = request.response();
    if (!response.headWritten()) {
      // What the handler had said about a body that does not come.
      response.headers().clear();
      response.setChunked(false);
      prepare(request);
    }
    send(request, answerOf(request, failure));
  }

  /** The answer to a method that is not served where others are. */
  HttpAnswer otherMethod(HttpServerRequest request, Set<HttpMethod> allowed) {
    return cors.preflight(request, allowed)
        .orElseGet(
            () ->
                new HttpAnswer.Full(
                    405,
                    "application/json",
                    new JsonObject().put("message", "Method Not Allowed").encode(),
                    Map.of("Allow", Cors.names(allowed))));
  }

  private static HttpAnswer unauthorized(HttpServerRequest request) {
    String challenge =
        BaseAddress.of(request)
            .map(
                base ->
                    "Bearer resource_metadata=\"%s/.well-known/oauth-protected-resource\""
                        .formatted(base))
            .orElse("Bearer");
    return new HttpAnswer.Full(
        401,
        "text/plain; charset=utf-8",
        "401: Unauthorized",
        Map.of("WWW-Authenticate", challenge));
  }

  private static HttpAnswer answerOf(HttpServerRequest request, Throwable failure) {
    if (failure instanceof HttpException http) {
      return http.status() == 401
          ? unauthorized(request)
          : HttpAnswer.message(http.status(), String.valueOf(http.getMessage()));
    }
    if (failure instanceof WireException || failure instanceof ShapeException) {
      return HttpAnswer.message(400, String.valueOf(failure.getMessage()));
    }
    if (failure instanceof ClientGoneException) {
      LOG.atInfo().addKeyValue("path", request.path()).log("A client left in the middle");
      return HttpAnswer.message(400, String.valueOf(failure.getMessage()));
    }
    if (failure instanceof NotSavedException) {
      return HttpAnswer.message(500, String.valueOf(failure.getMessage()));
    }
    LOG.atError()
        .addKeyValue("method", request.method())
        .addKeyValue("path", request.path())
        .setCause(failure)
        .log("A request failed");
    return HttpAnswer.message(500, "Something went wrong; the log of the hub says more.");
  }

  private static boolean hasUnreadBody(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    boolean announced =
        (length != null && !length.equals("0")) || request.headers().contains("Transfer-Encoding");
    return announced && !request.isEnded();
  }

  private void discardRest(HttpServerRequest request) {
    Cancellable timer = timers.after(LINGER, () -> request.connection().close());
    request.exceptionHandler(broken -> timer.cancel());
    request.handler(chunk -> {});
    request.endHandler(
        end -> {
          timer.cancel();
          request.connection().close();
        });
    request.resume();
  }
}
