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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The controls of an emulator, for programs and under {@code /_emulator} over HTTP: fault rules,
 * the request log, and what an emulator adds. May be called from any thread.
 */
public final class EmulatorControl {
  private static final String PREFIX = "/_emulator/";
  private static final int MAX_BODY = 32_000_000;

  private final Context context;
  private final FaultPlane faults;
  private final RequestLog log;
  private final TreeMap<String, Function<JsonObject, Future<JsonObject>>> routes = new TreeMap<>();

  /** Controls of what is owned by the given context. */
  public EmulatorControl(Context context, FaultPlane faults, RequestLog log) {
    this.context = context;
    this.faults = faults;
    this.log = log;
    route("GET", "faults", ignored -> answered(listOf("faults", faults.list())));
    route(
        "POST",
        "faults",
        body -> {
          FaultRule rule = FaultRule.fromJson(body);
          faults.add(rule);
          return answered(rule.toJson());
        });
    route(
        "DELETE",
        "faults",
        ignored -> {
          faults.clear();
          return answered(new JsonObject());
        });
    route("GET", "requests", ignored -> answered(requestsJson()));
    route(
        "DELETE",
        "requests",
        ignored -> {
          log.clear();
          return answered(new JsonObject());
        });
  }

  /**
   * Adds a control, before the emulator takes requests.
   *
   * @param action takes the body, empty where there is none; runs on the context of the emulator,
   *     and throws or fails with {@link IllegalArgumentException} when what it is told makes no
   *     sense
   */
  public void route(
      String method, String resource, Function<JsonObject, Future<JsonObject>> action) {
    routes.put(method + " " + resource, action);
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
    Function<JsonObject, Future<JsonObject>> action = routes.get(route);
    if (action == null) {
      boolean known = routes.keySet().stream().anyMatch(it -> it.endsWith(" " + resource));
      answer(
          request,
          known ? 405 : 404,
          problem(
              "There is no %s here; there are %s."
                  .formatted(route, String.join(", ", routes.keySet()))));
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() <= MAX_BODY) {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(ignored -> act(request, route, action, body));
    request.resume();
  }

  private static void act(
      HttpServerRequest request,
      String route,
      Function<JsonObject, Future<JsonObject>> action,
      Buffer body) {
    if (body.length() > MAX_BODY) {
      answer(request, 400, problem("%s takes at most %d bytes.".formatted(route, MAX_BODY)));
      return;
    }
    JsonObject given;
    try {
      given = body.length() == 0 ? new JsonObject() : new JsonObject(body);
    } catch (DecodeException | ClassCastException notJson) {
      answer(request, 400, problem(route + " takes a JSON object; this is not one."));
      return;
    }
    try {
      action
          .apply(given)
          .onSuccess(result -> answer(request, 200, result))
          .onFailure(failure -> fail(request, failure));
    } catch (IllegalArgumentException | ClassCastException refused) {
      fail(request, refused);
    }
  }

  private static void fail(HttpServerRequest request, Throwable failure) {
    if (failure instanceof ClassCastException) {
      answer(request, 400, problem("A field has the wrong type: " + failure.getMessage()));
    } else {
      int status = failure instanceof IllegalArgumentException ? 400 : 500;
      answer(request, status, problem(String.valueOf(failure.getMessage())));
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

  private JsonObject requestsJson() {
    return listOf("requests", log.list().stream().map(LoggedRequest::toJson).toList())
        .put("dropped", log.dropped());
  }

  private static JsonObject listOf(String name, List<JsonObject> items) {
    return new JsonObject().put(name, new JsonArray(items));
  }

  private static Future<JsonObject> answered(JsonObject json) {
    return Future.succeededFuture(json);
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
