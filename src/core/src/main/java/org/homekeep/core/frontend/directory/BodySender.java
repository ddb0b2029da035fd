package org.homekeep.core.frontend.directory;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Cancellable;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;

/**
 * Sends a body piece by piece: the next is read when the client has taken the one before, and no
 * thread waits for a client meanwhile. Whoever takes nothing for a minute is cut off.
 */
final class BodySender {
  private static final Duration STALL = Duration.ofSeconds(60);

  private final Worker worker;
  private final Timers timers;
  private final HttpServerResponse response;
  private final Piecewise body;
  private final Optional<Long> announced;
  private final Promise<Void> done = Promise.promise();
  private long sent;

  private BodySender(
      Worker worker,
      Timers timers,
      HttpServerResponse response,
      Piecewise body,
      Optional<Long> announced) {
    this.worker = worker;
    this.timers = timers;
    this.response = response;
    this.body = body;
    this.announced = announced;
  }

  /**
   * Sends what is opened, and closes it. Status and headers are set before. Call on the hub's
   * context.
   *
   * @param announced its length, when that is known
   */
  static Future<HttpAnswer> send(
      Worker worker,
      Timers timers,
      HttpServerResponse response,
      Optional<Long> announced,
      Callable<Piecewise> open) {
    return worker
        .run(open)
        .compose(
            body ->
                new BodySender(worker, timers, response, body, announced)
                    .send()
                    .eventually(() -> worker.perform(body::close)))
        .map(new HttpAnswer.Written());
  }

  private Future<Void> send() {
    if (announced.isEmpty()) {
      response.setChunked(true);
    }
    next();
    return done.future();
  }

  private void next() {
    worker.run(body::next).onSuccess(this::pass).onFailure(done::tryFail);
  }

  private void pass(byte[] piece) {
    sent += piece.length;
    boolean last = piece.length == 0;
    if (last && announced.isPresent() && announced.get() != sent) {
      done.tryFail(
          new IOException("A file got another length while it was sent. It is asked for again."));
      return;
    }
    if (response.closed()) {
      done.tryComplete();
      return;
    }
    Cancellable patience = timers.after(STALL, response::reset);
    Future<Void> taken = last ? response.end() : response.write(Buffer.buffer(piece));
    taken.onComplete(
        result -> {
          patience.cancel();
          // A client that has gone is no failure: it saw another page.
          if (last || result.failed()) {
            done.tryComplete();
          } else {
            next();
          }
        });
  }
}
