package org.homekeep.core.flow;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import org.homekeep.api.flow.StepResult;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.ShapeException;

/**
 * The four routes of one kind of flow (framework.md §5.1). All for administrators: forms show what
 * was typed (§14.10).
 */
public final class FlowRoutes<T extends FlowSubject, S extends StepResult> {
  private static final String BASE_HEADER = "HA-Frontend-Base";

  private final FlowManager<T, S> flows;
  private final String root;
  private final Shape start;
  private final SubjectReader<T> subjects;

  /** Finds out what a flow is to be about. */
  @FunctionalInterface
  public interface SubjectReader<T> {
    /**
     * The subject.
     *
     * @param body fits the shape of the route
     * @throws HttpException when there is no such thing
     */
    T read(JsonObject body) throws HttpException;
  }

  /**
   * @param root such as {@code /api/config/config_entries/flow}
   * @param start what the body of a start must look like
   */
  public FlowRoutes(FlowManager<T, S> flows, String root, Shape start, SubjectReader<T> subjects) {
    this.flows = flows;
    this.root = root;
    this.start = start;
    this.subjects = subjects;
  }

  /** Adds the routes. */
  public void register(Routes routes) {
    String one = root + "/:flow_id";
    routes.add(HttpMethod.POST, root, Access.ADMIN, BodyMode.JSON, this::start);
    routes.add(HttpMethod.POST, one, Access.ADMIN, BodyMode.JSON, this::submit);
    routes.add(
        HttpMethod.GET,
        one,
        Access.ADMIN,
        BodyMode.NONE,
        request -> answer(flows.snapshot(request.pathParam("flow_id"))));
    routes.add(HttpMethod.DELETE, one, Access.ADMIN, BodyMode.NONE, this::abort);
  }

  private Future<HttpAnswer> start(ApiRequest request) {
    JsonObject body = request.json();
    try {
      start.check(body, "data");
      return answer(
          flows.start(
              new FlowStart<>(
                  subjects.read(body),
                  Optional.of(request.principal().user().id()),
                  base(request))));
    } catch (ShapeException malformed) {
      return Future.failedFuture(
          new HttpException(400, "Message format incorrect: " + malformed.getMessage()));
    } catch (HttpException refused) {
      return Future.failedFuture(refused);
    }
  }

  /** Where the browser sees the hub: what the frontend says, else what the browser says. */
  private static Optional<URI> base(ApiRequest request) {
    return request
        .header(BASE_HEADER)
        .flatMap(FlowRoutes::origin)
        .or(() -> request.header("Origin").flatMap(FlowRoutes::origin))
        .or(() -> request.header("Host").map(host -> "http://" + host).flatMap(FlowRoutes::origin));
  }

  private static Optional<URI> origin(String text) {
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null
          ? Optional.of(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()))
          : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private Future<HttpAnswer> submit(ApiRequest request) {
    return answer(flows.submit(request.pathParam("flow_id"), request.json()));
  }

  private Future<HttpAnswer> abort(ApiRequest request) {
    return flows.abort(request.pathParam("flow_id"))
        ? Future.succeededFuture(HttpAnswer.message(200, "Flow aborted"))
        : Future.failedFuture(new HttpException(404, "Invalid flow specified"));
  }

  private static Future<HttpAnswer> answer(Future<JsonObject> step) {
    return step.map(HttpAnswer::ok).recover(FlowRoutes::refused);
  }

  private static Future<HttpAnswer> refused(Throwable failure) {
    if (failure instanceof InvalidInputException invalid) {
      return Future.succeededFuture(
          HttpAnswer.json(400, new JsonObject().put("errors", invalid.errors())));
    }
    if (failure instanceof FlowException refused) {
      return Future.failedFuture(
          new HttpException(status(refused.reason()), String.valueOf(refused.getMessage())));
    }
    return Future.failedFuture(failure);
  }

  private static int status(FlowException.Reason reason) {
    return switch (reason) {
      case UNKNOWN_HANDLER, UNKNOWN_FLOW -> 404;
      case UNSUPPORTED -> 400;
      case BUSY -> 409;
      case NOT_SAVED -> 500;
    };
  }
}
