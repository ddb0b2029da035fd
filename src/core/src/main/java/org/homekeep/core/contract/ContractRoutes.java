package org.homekeep.core.contract;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.KnownRoute;
import org.homekeep.core.http.Routes;
import org.homekeep.core.websocket.CommandTable;

/** {@code GET /api/openapi.json} and {@code /api/asyncapi.json}, for everyone who has logged in. */
public final class ContractRoutes {
  private final Supplier<List<KnownRoute>> routes;
  private final CommandTable commands;

  /**
   * @param routes all that the server knows when it is asked
   */
  public ContractRoutes(Supplier<List<KnownRoute>> routes, CommandTable commands) {
    this.routes = routes;
    this.commands = commands;
  }

  /** Adds the routes. */
  public void register(Routes table) {
    add(table, "/api/openapi.json", () -> OpenApi.of(routes.get()));
    add(table, "/api/asyncapi.json", () -> AsyncApi.of(commands));
  }

  private static void add(Routes table, String path, Supplier<JsonObject> document) {
    table.add(
        HttpMethod.GET,
        path,
        Access.USER,
        BodyMode.NONE,
        request -> Future.succeededFuture(HttpAnswer.ok(document.get())));
  }
}
