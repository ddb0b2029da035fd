package org.homekeep.core.client;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.homekeep.api.client.Audience;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.api.client.ClientCommand;
import org.homekeep.api.client.ClientHandler;
import org.homekeep.api.client.ClientRoute;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.core.auth.Access;
import org.homekeep.core.flow.FormReader;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.RouteHandler;
import org.homekeep.core.http.Routes;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.IntegrationHosts;
import org.homekeep.core.onboarding.NewHubGuard;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandHandler;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what integrations offer to clients into the tables of the hub, for each as soon as it has
 * been set up. Used on the hub's context.
 */
public final class ClientInterfaces {
  private static final Logger LOG = LoggerFactory.getLogger(ClientInterfaces.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String MALFORMED = "Message format incorrect: ";

  private final HubRuntime runtime;
  private final NewHubGuard guard;
  private final CommandTable commands;
  private final Routes routes;

  public ClientInterfaces(
      HubRuntime runtime, NewHubGuard guard, CommandTable commands, Routes routes) {
    this.runtime = runtime;
    this.guard = guard;
    this.commands = commands;
    this.routes = routes;
  }

  /** Adds the commands and paths of all integrations, those that are slow when they have come. */
  public void register(IntegrationHosts hosts) {
    for (IntegrationHost host : hosts.all()) {
      host.settled().onSuccess(settled -> register(host));
    }
  }

  private void register(IntegrationHost host) {
    host.declared()
        .clients()
        .commands()
        .forEach(command -> unlessTaken(host, command.name(), () -> add(host, command)));
    host.declared()
        .clients()
        .routes()
        .forEach(route -> unlessTaken(host, route.name(), () -> add(host, route)));
  }

  private static void unlessTaken(IntegrationHost host, String name, Runnable add) {
    try {
      add.run();
    } catch (IllegalStateException taken) {
      LOG.atWarn()
          .addKeyValue("integration", host.domain())
          .addKeyValue("name", name)
          .log("An integration offers to clients what the hub has already; it is left out");
    }
  }

  private void add(IntegrationHost host, ClientCommand command) {
    CommandHandler handler =
        call ->
            answer(host, command.handler(), command.fields(), call.fields())
                .map(answer -> new CommandAnswer(runtime, call).of(answer))
                .recover(failure -> Future.failedFuture(Refusals.onWebsocket(failure)));
    commands.add(
        Command.of(
            host.domain() + "/" + command.name(),
            access(command.audience()),
            handler,
            FieldShape.keys(command.fields())));
  }

  private void add(IntegrationHost host, ClientRoute route) {
    boolean open = route.audience() == Audience.NEW_HUB;
    RouteHandler handler =
        request ->
            answer(
                    host,
                    route.handler(),
                    route.body(),
                    route.method() == ClientRoute.Method.GET ? new JsonObject() : request.json())
                .map(HttpAnswers::of)
                .recover(Refusals::overHttp);
    routes.add(
        HttpMethod.valueOf(route.method().name()),
        (open ? "/api/onboarding/" : "/api/") + host.domain() + "/" + route.name(),
        access(route.audience()),
        route.method() == ClientRoute.Method.GET ? BodyMode.NONE : BodyMode.JSON,
        open ? guard.guarding(handler) : handler);
  }

  private static Access access(Audience audience) {
    return switch (audience) {
      case USERS -> Access.USER;
      case ADMINISTRATORS -> Access.ADMIN;
      case NEW_HUB -> Access.PUBLIC;
    };
  }

  private static Future<ClientAnswer> answer(
      IntegrationHost host, ClientHandler handler, FormSchema schema, JsonObject given) {
    FormReader.Outcome outcome = FormReader.read(schema, given);
    if (outcome instanceof FormReader.Refused refused) {
      return Future.failedFuture(
          new WireException(WireException.INVALID_FORMAT, MALFORMED + refused.errors().encode()));
    }
    Values values = ((FormReader.Accepted) outcome).values();
    return host.call("an answer to a client", PATIENCE, () -> handler.handle(values));
  }
}
