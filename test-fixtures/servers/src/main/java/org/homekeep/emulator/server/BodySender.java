package org.homekeep.emulator.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.homekeep.emulator.fault.BodyFault;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;

/** Sends stored bytes, a slice at a time: the next one is read when the client has taken enough. */
public final class BodySender {
  private static final int SLICE = 1 << 18;

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final Worker worker;
  private final Line.Lane lane;
  private final SegmentReader reader;
  private final BodyFault passage;
  private final Promise<Void> end = Promise.promise();
  private long unsent;

  /** Sends what the reader gives, over a lane that is shared with other bodies. */
  public BodySender(
      Exchange exchange, Worker worker, Line.Lane lane, SegmentReader reader, long length) {
    this.exchange = exchange;
    this.response = exchange.request().response();
    this.worker = worker;
    this.lane = lane;
    this.reader = reader;
    this.passage = BodyFault.of(exchange.answerFault(), length);
    this.unsent = length;
  }

  /** Completes when the last byte was handed over; fails when the connection or the disk does. */
  public Future<Void> send() {
    response.exceptionHandler(end::tryFail);
    response.closeHandler(ignored -> end.tryFail(new GoneException("The client went away")));
    next();
    return end.future()
        .eventually(
            () ->
                worker.run(
                    () -> {
                      reader.close();
                      return true;
                    }));
  }

  private void next() {
    if (end.future().isComplete()) {
      return;
    }
    if (unsent == 0) {
      response.end().<Void>mapEmpty().onComplete(end::tryComplete, end::tryFail);
      return;
    }
    int most = lane.slice(passage.slice(SLICE));
    worker
        .run(() -> reader.read(most))
        .onSuccess(slice -> exchange.after(pauseFor(slice), () -> pass(slice)))
        .onFailure(end::tryFail);
  }

  private Duration pauseFor(Buffer slice) {
    Duration ordered = passage.pause(slice.length());
    Duration shared = lane.send(slice.length());
    return ordered.compareTo(shared) < 0 ? shared : ordered;
  }

  private void pass(Buffer slice) {
    if (end.future().isComplete()) {
      return;
    }
    Buffer passing = passage.pass(slice);
    unsent -= slice.length();
    exchange.entry().sent(passing.length());
    Future<Void> written = response.write(passing);
    if (passage.broken().isPresent()) {
      FaultRule fault = passage.broken().get();
      if (fault.action() != FaultAction.STALL) {
        written.onComplete(
            ignored -> end.tryFail(new GoneException("The connection is closed by a fault")));
      }
      return;
    }
    whenTaken();
  }

  private void whenTaken() {
    if (response.closed()) {
      end.tryFail(new GoneException("The client went away"));
    } else if (response.writeQueueFull()) {
      response.drainHandler(
          ignored -> {
            response.drainHandler(null);
            next();
          });
    } else {
      next();
    }
  }
}
