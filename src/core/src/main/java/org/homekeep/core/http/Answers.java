package org.homekeep.core.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.Timers;
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
          "X-Frame-Options", "SAMEORIGIN");

  private final Timers timers;

  Answers(Timers timers) {
    this.timers = timers;
  }

  /** Sets the headers that a handler which writes its own response must have, too. */
  void prepare(HttpServerResponse response) {
    HEADERS.forEach(response::putHeader);
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
        response.end(full.body());
      }
    } else if (answer instanceof HttpAnswer.Empty empty) {
      response.setStatusCode(empty.status()).end();
    }
    if (unread) {
      discardRest(request);
    }
  }

  /** Answers with the error that a handler failed with. */
  void fail(HttpServerRequest request, Throwable failure) {
    HttpServerResponse response = request.response();
    if (!response.headWritten()) {
      // What the handler had said about a body that does not come.
      response.headers().clear();
      response.setChunked(false);
      prepare(response);
    }
    send(request, answerOf(request, failure));
  }

  static HttpAnswer unauthorized() {
    return new HttpAnswer.Full(
        401,
        "text/plain; charset=utf-8",
        "401: Unauthorized",
        Map.of("WWW-Authenticate", "Bearer"));
  }

  private static HttpAnswer answerOf(HttpServerRequest request, Throwable failure) {
    if (failure instanceof HttpException http) {
      return http.status() == 401
          ? unauthorized()
          : HttpAnswer.message(http.status(), String.valueOf(http.getMessage()));
    }
    if (failure instanceof WireException || failure instanceof ShapeException) {
      return HttpAnswer.message(400, String.valueOf(failure.getMessage()));
    }
    if (failure instanceof ClientGoneException) {
      LOG.atInfo().addKeyValue("path", request.path()).log("A client left in the middle");
      return HttpAnswer.message(400, String.valueOf(failure.getMessage()));
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
