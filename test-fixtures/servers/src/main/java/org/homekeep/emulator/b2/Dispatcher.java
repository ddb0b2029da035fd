package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.FaultPlane;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.RequestLog;
import org.homekeep.emulator.fault.SeenCall;

/** Takes every request: to the controls, into its fault, or to the call that it names. */
final class Dispatcher implements Handler<HttpServerRequest> {
  private static final int MAX_JSON = 2_000_000;

  private final Vertx vertx;
  private final Service service;
  private final EmulatorControl control;
  private final FaultPlane faults;
  private final RequestLog log;
  private final CallTable table;
  private final AuthorizeCall authorize;
  private final Uploads uploads;
  private final Downloads downloads;
  private final TestModes testModes;

  Dispatcher(
      Vertx vertx, Service service, EmulatorControl control, FaultPlane faults, RequestLog log) {
    this.vertx = vertx;
    this.service = service;
    this.control = control;
    this.faults = faults;
    this.log = log;
    table = CallTable.of(service);
    authorize = new AuthorizeCall(service);
    uploads = new Uploads(service);
    downloads = new Downloads(service);
    testModes = new TestModes(service);
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause();
    if (EmulatorControl.concerns(request)) {
      control.handle(request);
      return;
    }
    Target target = Target.of(request);
    RequestLog.Entry entry = log.begin(target.call(), target.version(), request);
    Exchange exchange = new Exchange(vertx, request, target, entry, service.clock());
    if (faults.isEmpty()) {
      befall(exchange);
    } else if (faults.asksForBucket(target.call()) && !target.isUpload()) {
      exchange
          .body(MAX_JSON)
          .otherwise(Buffer.buffer())
          .onSuccess(body -> begin(exchange, Caller.of(service, exchange, body)));
    } else {
      begin(exchange, Caller.of(service, exchange, Buffer.buffer()));
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
          exchange.fail(errorOf(fault));
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

  static B2Error errorOf(FaultRule fault) {
    return new B2Error(fault.status(), fault.code(), fault.message(), fault.retryAfter());
  }

  private void serve(Exchange exchange) {
    try {
      testModes.apply(exchange);
      if (exchange.target().isUpload()) {
        requirePost(exchange);
        answer(exchange, uploads.handle(exchange));
      } else if (exchange.target().isDownload()) {
        exchange
            .body(MAX_JSON)
            .compose(body -> downloads.handle(exchange, body))
            .onFailure(exchange::fail);
      } else {
        answer(exchange, exchange.body(MAX_JSON).compose(body -> call(exchange, body)));
      }
    } catch (B2Error refused) {
      exchange.fail(refused);
    }
  }

  /** Answers with JSON, made into bytes by a worker: a page of 10 000 files takes its time. */
  private void answer(Exchange exchange, Future<JsonObject> result) {
    result
        .compose(json -> service.worker().run(json::toBuffer))
        .onSuccess(exchange::reply)
        .onFailure(exchange::fail);
  }

  private Future<JsonObject> call(Exchange exchange, Buffer body) {
    Target target = exchange.target();
    boolean post = exchange.request().method().equals(HttpMethod.POST);
    boolean get = exchange.request().method().equals(HttpMethod.GET);
    boolean authorizing = target.call().equals(Target.AUTHORIZE);
    if (!authorizing && table.find(target.call()).isEmpty()) {
      throw B2Error.badRequest("API path is not known: " + exchange.request().path());
    }
    if (!post && !(get && (authorizing || table.isRead(target.call())))) {
      throw notAllowed(exchange);
    }
    if (authorizing) {
      return Future.succeededFuture(
          authorize.handle(target.version(), exchange.header("Authorization"), baseUrl(exchange)));
    }
    Grant grant = service.grant(exchange.header("Authorization"));
    Params params = get ? Params.ofQuery(exchange.request().params()) : Params.ofBody(body);
    return table
        .find(target.call())
        .orElseThrow()
        .handle(new JsonCall.Invocation(target.version(), params, grant, baseUrl(exchange)));
  }

  private static void requirePost(Exchange exchange) {
    if (!exchange.request().method().equals(HttpMethod.POST)) {
      throw notAllowed(exchange);
    }
  }

  private static B2Error notAllowed(Exchange exchange) {
    return new B2Error(
        405,
        "method_not_allowed",
        "%s may not be used for %s"
            .formatted(exchange.request().method(), exchange.target().call()));
  }

  /** The address by which the client reached this server, so that it also works behind another. */
  private static String baseUrl(Exchange exchange) {
    HostAndPort authority = exchange.request().authority();
    if (authority == null) {
      throw B2Error.badRequest("Missing header: Host");
    }
    return "http://" + authority;
  }
}
