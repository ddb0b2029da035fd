package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.homekeep.emulator.fault.SeenCall;
import org.homekeep.emulator.server.Calls;
import org.homekeep.emulator.server.ErrorForm;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.Target;

/** Brings each request to the call that it names. */
final class B2Calls implements Calls {
  private static final int MAX_JSON = 2_000_000;

  private final Service service;
  private final CallTable table;
  private final AuthorizeCall authorize;
  private final Uploads uploads;
  private final Downloads downloads;
  private final TestModes testModes;
  private final ErrorForm errors = new B2Error.Form();

  B2Calls(Service service) {
    this.service = service;
    table = CallTable.of(service);
    authorize = new AuthorizeCall(service);
    uploads = new Uploads(service);
    downloads = new Downloads(service);
    testModes = new TestModes(service);
  }

  @Override
  public Target target(HttpServerRequest request) {
    return CallNames.target(request);
  }

  @Override
  public Future<SeenCall> seen(Exchange exchange, boolean withBucket) {
    Future<Buffer> body =
        withBucket && !exchange.target().isUpload()
            ? exchange.body(MAX_JSON).otherwise(Buffer.buffer())
            : Future.succeededFuture(Buffer.buffer());
    return body.map(read -> Caller.of(service, exchange, read));
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void serve(Exchange exchange) {
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
    boolean authorizing = target.call().equals(CallNames.AUTHORIZE);
    if (!authorizing && table.find(target.call()).isEmpty()) {
      throw B2Error.badRequest("API path is not known: " + exchange.request().path());
    }
    if (!post && !(get && (authorizing || table.isRead(target.call())))) {
      throw notAllowed(exchange);
    }
    if (authorizing) {
      return Future.succeededFuture(
          authorize.handle(target.version(), exchange.header("Authorization"), exchange.baseUrl()));
    }
    Grant grant = service.grant(exchange.header("Authorization"));
    Params params = get ? Params.ofQuery(exchange.request().params()) : Params.ofBody(body);
    return table
        .find(target.call())
        .orElseThrow()
        .handle(new JsonCall.Invocation(target.version(), params, grant, exchange.baseUrl()));
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
}
