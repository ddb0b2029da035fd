package org.homekeep.emulator.fault;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The controls of an emulator, for programs and under {@code /_emulator} over HTTP: fault rules and
 * the request log. May be called from any thread.
 */
public final class EmulatorControl {
  private static final String PREFIX = "/_emulator/";
  private static final int MAX_BODY = 65_536;

  private final Context context;
  private final FaultPlane faults;
  private final RequestLog log;

  /** Controls of what is owned by the given context. */
  public EmulatorControl(Context context, FaultPlane faults, RequestLog log) {
    this.context = context;
    this.faults = faults;
    this.log = log;
  }

  /** Adds a fault rule; fails with {@link FaultRuleException} when there are too many. */
  public Future<Void> add(FaultRule rule) {
    return owned(
        () -> {
          faults.add(rule);
          return null;
        });
  }

  /** Forgets all fault rules. */
  public Future<Void> clear() {
    return owned(
        () -> {
          faults.clear();
          return null;
        });
  }

  /** The fault rules, each with {@code fired} and {@code remaining}. */
  public Future<List<JsonObject>> list() {
    return owned(faults::list);
  }

  /** The last requests, oldest first. */
  public Future<List<LoggedRequest>> requests() {
    return owned(log::list);
  }

  /** Forgets the requests so far. */
  public Future<Void> clearRequests() {
    return owned(
        () -> {
          log.clear();
          return null;
        });
  }

  /** Whether a request is for the controls. */
  public static boolean concerns(HttpServerRequest request) {
    String path = request.path();
    return path != null && path.startsWith(PREFIX);
  }

  /** Answers a request under {@code /_emulator}; only programs on this machine may ask. */
  public void handle(HttpServerRequest request) {
    if (!isLoopback(request)) {
      answer(request, 403, problem("The controls of an emulator are for this machine only."));
      return;
    }
    String path = request.path();
    String resource = path == null ? "" : path.substring(PREFIX.length());
    String route = request.method().name() + " " + resource;
    switch (route) {
      case "POST faults" -> receiveRule(request);
      case "GET faults" ->
          answer(request, 200, new JsonObject().put("faults", new JsonArray(faults.list())));
      case "DELETE faults" -> {
        faults.clear();
        answer(request, 200, new JsonObject());
      }
      case "GET requests" ->
          answer(
              request,
              200,
              new JsonObject()
                  .put(
                      "requests",
                      new JsonArray(log.list().stream().map(LoggedRequest::toJson).toList()))
                  .put("dropped", log.dropped()));
      case "DELETE requests" -> {
        log.clear();
        answer(request, 200, new JsonObject());
      }
      default ->
          answer(
              request,
              resource.equals("faults") || resource.equals("requests") ? 405 : 404,
              problem(
                  "There is no %s here; there are faults (GET, POST, DELETE) and requests (GET,"
                          .formatted(route)
                      + " DELETE)."));
    }
  }

  private void receiveRule(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() <= MAX_BODY) {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(ignored -> addFrom(request, body));
    request.resume();
  }

  private void addFrom(HttpServerRequest request, Buffer body) {
    if (body.length() > MAX_BODY) {
      answer(request, 400, problem("A fault rule has at most %d bytes.".formatted(MAX_BODY)));
      return;
    }
    try {
      FaultRule rule = FaultRule.fromJson(new JsonObject(body));
      faults.add(rule);
      answer(request, 200, rule.toJson());
    } catch (FaultRuleException wrong) {
      answer(request, 400, problem(String.valueOf(wrong.getMessage())));
    } catch (DecodeException | ClassCastException notJson) {
      answer(request, 400, problem("A fault rule is a JSON object; this is not one."));
    }
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    if (request.method().equals(HttpMethod.HEAD)) {
      request.response().setStatusCode(405).end();
      return;
    }
    request.resume();
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json;charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(body.toBuffer());
  }

  private static JsonObject problem(String message) {
    return new JsonObject().put("message", message);
  }

  private static boolean isLoopback(HttpServerRequest request) {
    try {
      return InetAddress.getByName(request.connection().remoteAddress().hostAddress())
          .isLoopbackAddress();
    } catch (UnknownHostException neverForLiterals) {
      return false;
    }
  }

  private <T> Future<T> owned(Supplier<T> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            promise.complete(work.get());
          } catch (FaultRuleException refused) {
            promise.fail(refused);
          }
        });
    return promise.future();
  }
}
