package org.homekeep.emulator.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.FaultPlane;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.RequestLog;
import org.homekeep.emulator.fault.SeenCall;

/** Takes every request: to the controls, into its fault, or to the call that it names. */
public final class Reception implements Handler<HttpServerRequest> {
  private final Vertx vertx;
  private final EmulatorClock clock;
  private final EmulatorControl control;
  private final FaultPlane faults;
  private final RequestLog log;
  private final Watch watch;
  private final Calls calls;

  /** Takes the requests of one emulator. */
  public Reception(
      Vertx vertx,
      EmulatorClock clock,
      EmulatorControl control,
      FaultPlane faults,
      RequestLog log,
      Watch watch,
      Calls calls) {
    this.vertx = vertx;
    this.clock = clock;
    this.control = control;
    this.faults = faults;
    this.log = log;
    this.watch = watch;
    this.calls = calls;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause();
    if (EmulatorControl.concerns(request)) {
      control.handle(request);
      return;
    }
    Target target = calls.target(request);
    RequestLog.Entry entry = log.begin(target.call(), target.version(), request);
    Watch.Body watched = watch.begin(request, target.call());
    Exchange exchange = new Exchange(vertx, request, target, entry, watched, calls.errors(), clock);
    if (faults.isEmpty()) {
      befall(exchange);
    } else {
      calls
          .seen(exchange, faults.asksForBucket(target.call()))
          .onSuccess(seen -> begin(exchange, seen));
    }
  }

  private void begin(Exchange exchange, SeenCall seen) {
    faults.next(seen).ifPresent(exchange::meet);
    Duration wait = exchange.requestFault().map(FaultRule::delay).orElse(Duration.ZERO);
    exchange.after(wait, () -> befall(exchange));
  }

  /** Lets happen what happens before the call is looked at. */
  private void befall(Exchange exchange) {
    if (exchange.requestFault().isEmpty()) {
      serve(exchange);
      return;
    }
    FaultRule fault = exchange.requestFault().get();
    boolean atOnce = fault.afterBytes().isEmpty();
    switch (fault.action()) {
      case ERROR -> {
        if (atOnce || !exchange.target().isUpload()) {
          exchange.fail(CallError.of(fault));
        } else {
          serve(exchange);
        }
      }
      case RESET -> {
        if (atOnce) {
          exchange.close();
        } else {
          serve(exchange);
        }
      }
      case STALL -> {
        if (!atOnce) {
          serve(exchange);
        }
      }
      case DELAY, TRUNCATE, CORRUPT, SLOW -> serve(exchange);
    }
  }

  private void serve(Exchange exchange) {
    try {
      calls.serve(exchange);
    } catch (CallError refused) {
      exchange.fail(refused);
    }
  }
}
