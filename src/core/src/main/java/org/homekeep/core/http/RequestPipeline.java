package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Principal;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/** Takes a request from its first line to its answer. */
final class RequestPipeline {
  private static final String BEARER = "Bearer ";

  private final AuthManager auth;
  private final RouteTable routes;
  private final PageFiles page;
  private final Answers answers;
  private final BodyReader bodies;
  private boolean stopping;

  RequestPipeline(
      HubRuntime runtime, Worker worker, AuthManager auth, RouteTable routes, PageFiles page) {
    this.auth = auth;
    this.routes = routes;
    this.page = page;
    this.answers = new Answers(runtime.timers());
    this.bodies = new BodyReader(runtime.timers(), worker);
  }

  /** From now on everything is answered with 503. */
  void stopping() {
    stopping = true;
  }

  void handle(HttpServerRequest request) {
    answers.prepare(request.response());
    try {
      if (stopping) {
        throw new HttpException(503, "The hub is stopping.");
      }
      RequestTarget target = RequestTarget.parse(request.uri());
      RouteTable.Match match = routes.find(request.method(), target.segments());
      if (match instanceof RouteTable.Found found) {
        run(request, target, found);
      } else if (match instanceof RouteTable.OtherMethod) {
        throw new HttpException(405, "Method Not Allowed");
      } else if (!isReading(request.method()) || !page.serve(request, target.path())) {
        throw new HttpException(404, "Not Found");
      }
    } catch (HttpException | RuntimeException refused) {
      answers.fail(request, refused);
    }
  }

  private void run(HttpServerRequest request, RequestTarget target, RouteTable.Found found)
      throws HttpException {
    Route route = found.route();
    Optional<Principal> caller = admit(request, target, route.access());
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    read(request, route)
        .compose(
            json ->
                route
                    .handler()
                    .handle(new MatchedRequest(request, target, found.parameters(), caller, json)))
        .onSuccess(answer -> answers.send(request, answer))
        .onFailure(failure -> answers.fail(request, failure));
  }

  /** Who asks, if they may. 401 is for those who are not known, 403 for those who are. */
  private Optional<Principal> admit(HttpServerRequest request, RequestTarget target, Access access)
      throws HttpException {
    if (access == Access.PUBLIC) {
      return Optional.empty();
    }
    Principal caller =
        authenticate(request, target).orElseThrow(() -> new HttpException(401, "Unauthorized"));
    if (auth.refusal(caller.user(), ClientAddresses.of(request)).isPresent()) {
      throw new HttpException(401, "Unauthorized");
    }
    if (!access.allows(caller.user())) {
      throw new HttpException(403, "Only an administrator may do this.");
    }
    return Optional.of(caller);
  }

  private Optional<Principal> authenticate(HttpServerRequest request, RequestTarget target) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      return header.startsWith(BEARER)
          ? auth.authenticate(Secret.of(header.substring(BEARER.length())))
          : Optional.empty();
    }
    return isReading(request.method()) ? SignedUrl.verify(auth, target) : Optional.empty();
  }

  private Future<JsonObject> read(HttpServerRequest request, Route route) {
    JsonObject none = new JsonObject();
    return switch (route.body()) {
      case NONE -> Future.succeededFuture(none);
      case JSON -> bodies.json(request, route.access());
      case FORM -> bodies.form(request, route.access()).map(none);
      case STREAM -> {
        request.pause();
        yield Future.succeededFuture(none);
      }
    };
  }

  private static boolean isReading(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
