package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.Principal;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.wire.Excerpt;

/** Takes a request from its first line to its answer. */
final class RequestPipeline {
  private static final String BEARER = "Bearer ";

  private final AuthManager auth;
  private final RouteTable routes;
  private final Page page;
  private final Answers answers;
  private final BodyReader bodies;
  private final Forwarding forwarding;
  private final Bans bans;
  private final FailedLoginLog failures;
  private boolean stopping;

  RequestPipeline(
      HubRuntime runtime,
      Worker worker,
      AuthManager auth,
      RouteTable routes,
      Page page,
      HttpOptions options,
      Bans bans) {
    this.auth = auth;
    this.routes = routes;
    this.page = page;
    this.answers = new Answers(runtime.timers(), options);
    this.bodies = new BodyReader(runtime.timers(), worker);
    this.forwarding = new Forwarding(options);
    this.bans = bans;
    this.failures = new FailedLoginLog(runtime.clock());
  }

  /** From now on everything is answered with 503. */
  void stopping() {
    stopping = true;
  }

  /** The order of the checks is that of framework.md §12.2. */
  void handle(HttpServerRequest request) {
    answers.prepare(request);
    try {
      if (stopping) {
        throw new HttpException(503, "The hub is stopping.");
      }
      if (ExploitFilter.refuses(request.uri())) {
        throw new HttpException(400, "Bad Request");
      }
      ClientAddress from = forwarding.clientOf(request);
      if (bans.isBanned(from)) {
        throw new HttpException(403, "This address is banned after too many failed logins.");
      }
      route(request, new CountedVisitor(from, request));
    } catch (HttpException | RuntimeException refused) {
      answers.fail(request, refused);
    }
  }

  private void route(HttpServerRequest request, CountedVisitor visitor) throws HttpException {
    RequestTarget target = RequestTarget.parse(request.uri());
    RouteTable.Match match = routes.find(request.method(), target.segments());
    if (match instanceof RouteTable.Found found) {
      run(request, target, found, visitor);
    } else if (match instanceof RouteTable.OtherMethod other) {
      answers.send(request, answers.otherMethod(request, other.allowed()));
    } else if (isReading(request.method())) {
      answer(request, page.show(request, target.path()));
    } else {
      throw new HttpException(404, "Not Found");
    }
  }

  private void answer(HttpServerRequest request, Future<HttpAnswer> answer) {
    answer
        .onSuccess(made -> answers.send(request, made))
        .onFailure(failure -> answers.fail(request, failure));
  }

  private void run(
      HttpServerRequest request,
      RequestTarget target,
      RouteTable.Found found,
      CountedVisitor visitor)
      throws HttpException {
    Route route = found.route();
    Optional<Principal> caller = admit(request, target, route.access(), visitor);
    answer(
        request,
        handle(
            request,
            route,
            json ->
                route
                    .handler()
                    .handle(
                        new MatchedRequest(
                            request, target, found.parameters(), caller, visitor, json))));
  }

  /** Who asks, if they may. 401 is for those who are not known, 403 for those who are. */
  private Optional<Principal> admit(
      HttpServerRequest request, RequestTarget target, Access access, CountedVisitor visitor)
      throws HttpException {
    if (access == Access.PUBLIC) {
      return Optional.empty();
    }
    Optional<Principal> caller =
        authenticate(request, target)
            .filter(known -> auth.refusal(known.user(), visitor.address()).isEmpty());
    if (caller.isEmpty()) {
      visitor.failedLogin();
      throw new HttpException(401, "Unauthorized");
    }
    if (!access.allows(caller.get().user())) {
      throw new HttpException(403, access.refusal());
    }
    return caller;
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

  private Future<HttpAnswer> handle(
      HttpServerRequest request, Route route, Function<JsonObject, Future<HttpAnswer>> handler) {
    Future<JsonObject> none = Future.succeededFuture(new JsonObject());
    return switch (route.body()) {
      case NONE -> none.compose(handler);
      case JSON -> bodies.json(request, route.access(), handler);
      case FORM -> bodies.form(request, route.access()).compose(read -> none).compose(handler);
      case STREAM -> {
        BodyReader.invite(request);
        request.pause();
        yield none.compose(handler);
      }
    };
  }

  private static boolean isReading(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  /** Says in the log who could not log in, and counts it. */
  private final class CountedVisitor implements Visitor {
    private final ClientAddress from;
    private final String path;
    private final String userAgent;

    CountedVisitor(ClientAddress from, HttpServerRequest request) {
      this.from = from;
      // A websocket keeps its visitor: the request would stay in memory as long as that.
      this.path = Excerpt.of(request.path());
      this.userAgent = Excerpt.of(request.getHeader("User-Agent"));
    }

    @Override
    public ClientAddress address() {
      return from;
    }

    @Override
    public void failedLogin() {
      failures.tell(from, path, userAgent);
      bans.failed(from);
    }

    @Override
    public void loggedIn() {
      bans.succeeded(from);
    }
  }
}
