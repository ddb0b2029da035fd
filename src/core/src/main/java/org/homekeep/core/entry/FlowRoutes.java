package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.core.auth.Access;
import org.homekeep.core.flow.FlowException;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.InvalidInputException;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.Shapes;

/** The routes of config flows. All for administrators: forms show what was typed (§14.10). */
final class FlowRoutes {
  private static final Shape START =
      Shapes.openObject(
          Shapes.Key.required("handler", Shapes.string()),
          Shapes.Key.optional("entry_id", Shapes.string()),
          Shapes.Key.optional("show_advanced_options", Shapes.bool()));

  private final ConfigEntries entries;
  private final String root;

  FlowRoutes(ConfigEntries entries, String root) {
    this.entries = entries;
    this.root = root;
  }

  void register(Routes routes) {
    String one = root + "/:flow_id";
    routes.add(HttpMethod.POST, root, Access.ADMIN, BodyMode.JSON, this::start);
    routes.add(HttpMethod.POST, one, Access.ADMIN, BodyMode.JSON, this::submit);
    routes.add(
        HttpMethod.GET,
        one,
        Access.ADMIN,
        BodyMode.NONE,
        request -> answer(entries.flows().snapshot(request.pathParam("flow_id"))));
    routes.add(HttpMethod.DELETE, one, Access.ADMIN, BodyMode.NONE, this::abort);
  }

  private Future<HttpAnswer> start(ApiRequest request) {
    JsonObject body = request.json();
    try {
      START.check(body, "data");
    } catch (ShapeException malformed) {
      return Future.failedFuture(
          new HttpException(400, "Message format incorrect: " + malformed.getMessage()));
    }
    String domain = body.getString("handler");
    Optional<String> entryId = Optional.ofNullable(body.getString("entry_id"));
    if (entryId.isPresent()
        && entries.find(entryId.get()).filter(entry -> entry.domain().equals(domain)).isEmpty()) {
      return Future.failedFuture(new HttpException(404, "Invalid entry specified"));
    }
    FlowSource source = entryId.isPresent() ? FlowSource.RECONFIGURE : FlowSource.USER;
    return answer(
        entries
            .flows()
            .start(
                new FlowStart(
                    domain, source, entryId, Optional.of(request.principal().user().id()))));
  }

  private Future<HttpAnswer> submit(ApiRequest request) {
    return answer(entries.flows().submit(request.pathParam("flow_id"), request.json()));
  }

  private Future<HttpAnswer> abort(ApiRequest request) {
    return entries.flows().abort(request.pathParam("flow_id"))
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
    };
  }
}
