package org.homekeep.emulator.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.homekeep.emulator.fault.BodyFault;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;

/**
 * Takes a body from the network to a file: pieces are collected while a worker writes and hashes
 * the ones before, and the sender waits when more than {@value #MOST_WAITING} bytes have collected.
 */
public final class BodyReceiver {
  private static final int MOST_WAITING = 1 << 19;

  private final Exchange exchange;
  private final HttpServerRequest request;
  private final Worker worker;
  private final Line.Lane lane;
  private final BodySink sink;
  private final BodyFault passage;
  private final Promise<Void> end = Promise.promise();
  private Buffer waiting = Buffer.buffer();
  private Future<?> lastWrite = Future.succeededFuture();
  private boolean writing;
  private boolean ended;
  private boolean held;

  private BodyReceiver(
      Exchange exchange, Worker worker, Line.Lane lane, BodySink sink, long length) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.worker = worker;
    this.lane = lane;
    this.sink = sink;
    this.passage = BodyFault.of(exchange.requestFault(), length);
  }

  /**
   * Receives the body of a request.
   *
   * @param worker where it is written
   * @param lane what it shares with other bodies
   * @param opener makes the file, and says how much is content
   * @param length how long the body is
   * @return fails with {@link GoneException} when the client goes; then the file is gone, too
   */
  public static Future<BodySink.Received> receive(
      Exchange exchange, Worker worker, Line.Lane lane, Callable<BodySink> opener, long length) {
    return worker
        .run(opener)
        .compose(
            sink ->
                new BodyReceiver(exchange, worker, lane, sink, length)
                    .run()
                    .compose(ignored -> worker.run(sink::finish))
                    .recover(
                        failure ->
                            worker
                                .run(
                                    () -> {
                                      sink.discard();
                                      return true;
                                    })
                                .transform(ignored -> Future.failedFuture(failure))));
  }

  private Future<Void> run() {
    request.handler(this::take);
    request.endHandler(
        ignored -> {
          ended = true;
          write();
        });
    exchange.gone().onFailure(end::tryFail);
    exchange.acceptBody();
    request.resume();
    // Whoever discards the file must not do so while a worker writes to it.
    return end.future().eventually(() -> lastWrite.transform(ignored -> Future.succeededFuture()));
  }

  private void take(Buffer chunk) {
    exchange.entry().received(request.bytesRead());
    exchange.see(chunk);
    waiting.appendBuffer(passage.pass(chunk));
    if (passage.broken().isPresent()) {
      breakOff(passage.broken().get());
      return;
    }
    Duration pause = longer(passage.pause(chunk.length()), lane.send(chunk.length()));
    if (!pause.isZero()) {
      held = true;
      request.pause();
      exchange.after(
          pause,
          () -> {
            held = false;
            resume();
          });
    } else if (waiting.length() > MOST_WAITING) {
      request.pause();
    }
    write();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private void breakOff(FaultRule fault) {
    request.pause();
    if (fault.action() == FaultAction.ERROR) {
      end.tryFail(CallError.of(fault));
    } else if (fault.action() != FaultAction.STALL) {
      end.tryFail(new GoneException("The connection is closed by a fault"));
    }
  }

  private void write() {
    if (writing || end.future().isComplete()) {
      return;
    }
    if (waiting.length() == 0) {
      if (ended) {
        end.tryComplete();
      }
      return;
    }
    Buffer batch = waiting;
    waiting = Buffer.buffer();
    writing = true;
    Future<Boolean> written =
        worker.run(
            () -> {
              sink.write(batch);
              return true;
            });
    lastWrite = written;
    written.onComplete(
        done -> {
          writing = false;
          if (done.failed()) {
            end.tryFail(done.cause());
            return;
          }
          resume();
          write();
        });
  }

  private void resume() {
    if (!held && passage.broken().isEmpty() && !end.future().isComplete()) {
      request.resume();
    }
  }
}
