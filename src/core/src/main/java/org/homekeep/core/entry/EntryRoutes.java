package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.integration.IntegrationHost;

/** The routes {@code /api/config/config_entries/…} (framework.md §5.1). */
public final class EntryRoutes {
  private static final String ROOT = "/api/config/config_entries";

  private final ConfigEntries entries;

  public EntryRoutes(ConfigEntries entries) {
    this.entries = entries;
  }

  /** Adds the routes, those of the flows included. */
  public void register(Routes routes) {
    routes.add(HttpMethod.GET, ROOT + "/entry", Access.USER, BodyMode.NONE, this::list);
    routes.add(
        HttpMethod.DELETE,
        ROOT + "/entry/:entry_id",
        Access.ADMIN,
        BodyMode.NONE,
        request -> requireRestart(entries.remove(request.pathParam("entry_id"))));
    routes.add(
        HttpMethod.POST,
        ROOT + "/entry/:entry_id/reload",
        Access.ADMIN,
        BodyMode.NONE,
        request -> requireRestart(entries.reload(request.pathParam("entry_id"))));
    routes.add(HttpMethod.GET, ROOT + "/flow_handlers", Access.USER, BodyMode.NONE, this::handlers);
    entries.flows().register(routes, ROOT);
  }

  private Future<HttpAnswer> list(ApiRequest request) {
    JsonArray answer = new JsonArray();
    EntryFilter.of(request.query("domain"), request.queryAll("type"))
        .apply(entries.list())
        .forEach(entry -> answer.add(entry.wire()));
    return Future.succeededFuture(HttpAnswer.ok(answer));
  }

  private static Future<HttpAnswer> requireRestart(Future<Boolean> done) {
    return done.map(restart -> HttpAnswer.ok(new JsonObject().put("require_restart", restart)))
        .recover(EntryRoutes::refused);
  }

  private static Future<HttpAnswer> refused(Throwable failure) {
    if (failure instanceof EntryException refused) {
      int status =
          switch (refused.reason()) {
            case UNKNOWN_ENTRY -> 404;
            case NOT_RECOVERABLE -> 403;
            case NOT_SAVED -> 500;
          };
      return Future.failedFuture(new HttpException(status, String.valueOf(refused.getMessage())));
    }
    return Future.failedFuture(failure);
  }

  private Future<HttpAnswer> handlers(ApiRequest request) {
    List<String> types = request.queryAll("type");
    JsonArray domains = new JsonArray();
    entries.hosts().all().stream()
        .filter(host -> host.declared().configFlow().isPresent())
        .filter(host -> types.isEmpty() || types.contains(host.manifest().integrationType()))
        .map(IntegrationHost::domain)
        .sorted()
        .forEach(domains::add);
    return Future.succeededFuture(HttpAnswer.ok(domains));
  }
}
