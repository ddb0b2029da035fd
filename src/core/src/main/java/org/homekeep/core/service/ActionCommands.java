package org.homekeep.core.service;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.User;
import org.homekeep.core.bus.EventContext;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands {@code get_services} and {@code call_service} (framework.md §1.5). */
public final class ActionCommands {
  private final Actions actions;
  private final HubEvents events;

  public ActionCommands(Actions actions, HubEvents events) {
    this.actions = actions;
    this.events = events;
  }

  /** Adds the commands. An action is waited for until it has ended. */
  public void register(CommandTable commands) {
    commands.add(Command.of("get_services", Access.USER, this::all));
    commands.add(
        Command.of(
                "call_service",
                Access.MEMBER,
                this::call,
                Shapes.Key.required("domain", Shapes.string()),
                Shapes.Key.required("service", Shapes.string()),
                Shapes.Key.optional("service_data", Shapes.openObject()),
                Shapes.Key.optional("target", Shapes.openObject()),
                Shapes.Key.optional("return_response", Shapes.bool()))
            .withoutDeadline());
  }

  private Future<CommandResult> all(CommandCall call) {
    JsonObject domains = new JsonObject();
    for (Action action : actions.all()) {
      JsonObject named = domains.getJsonObject(action.domain());
      if (named == null) {
        named = new JsonObject();
        domains.put(action.domain(), named);
      }
      named.put(action.name(), describe(action));
    }
    return Future.succeededFuture(CommandResult.of(domains));
  }

  private static JsonObject describe(Action action) {
    JsonObject fields = new JsonObject();
    for (Action.Field field : action.fields()) {
      fields.put(
          field.key().name(),
          new JsonObject()
              .put("name", field.title())
              .put("description", field.description())
              .put("required", field.key().required()));
    }
    JsonObject json =
        new JsonObject()
            .put("name", action.title())
            .put("description", action.description())
            .put("fields", fields);
    if (action.response() != Action.Response.NONE) {
      boolean optional = action.response() == Action.Response.OPTIONAL;
      json.put("response", new JsonObject().put("optional", optional));
    }
    return json;
  }

  private Future<CommandResult> call(CommandCall call) {
    JsonObject fields = call.fields();
    User user = call.principal().user();
    EventContext context = events.contextOf(user.id());
    return actions
        .call(
            fields.getString("domain"),
            fields.getString("service"),
            data(fields),
            fields.getBoolean("return_response", false),
            user,
            context)
        .map(
            response -> {
              JsonObject result = new JsonObject().put("context", context.json());
              response.ifPresent(json -> result.put("response", json));
              return CommandResult.of(result);
            })
        .recover(failure -> Future.failedFuture(wire(failure)));
  }

  /** What is aimed at is data like any other. */
  private static JsonObject data(JsonObject fields) {
    return fields
        .getJsonObject("service_data", new JsonObject())
        .copy()
        .mergeIn(fields.getJsonObject("target", new JsonObject()));
  }

  private static Throwable wire(Throwable failure) {
    return failure instanceof ActionRefusedException refused
        ? new WireException(
            WireException.SERVICE_VALIDATION_ERROR,
            "Validation error: " + refused.getMessage(),
            refused.translation())
        : failure;
  }
}
