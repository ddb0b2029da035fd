package org.homekeep.core.setup;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/**
 * The commands of Home Assistant's automations and templates (framework.md §1.5), which the hub
 * does not have: each says so in words, with the code that a client expects there.
 */
public final class AutomationCommands {
  private static final String NONE = "Homekeep keeps backups and has no %s.";
  private static final List<String> PARTS = List.of("triggers", "conditions", "actions");

  private AutomationCommands() {}

  /** Adds the commands. */
  public static void register(CommandTable commands) {
    Shapes.Key variables = Shapes.Key.optional("variables", Shapes.openObject());
    commands.add(
        Command.of(
            "render_template",
            Access.USER,
            call -> refuse(WireException.TEMPLATE_ERROR, "templates"),
            Shapes.Key.required("template", Shapes.string()),
            variables,
            Shapes.Key.optional("entity_ids", Shapes.stringOrStrings()),
            Shapes.Key.optional("timeout", Shapes.anything()),
            Shapes.Key.optional("strict", Shapes.bool()),
            Shapes.Key.optional("report_errors", Shapes.bool())));
    commands.add(
        Command.of(
            "subscribe_trigger",
            Access.ADMIN,
            call -> refuse(WireException.NOT_SUPPORTED, "automations"),
            Shapes.Key.required("trigger", Shapes.anything()),
            variables));
    commands.add(
        Command.of(
            "subscribe_condition",
            Access.ADMIN,
            call -> refuse(WireException.NOT_SUPPORTED, "automations"),
            Shapes.Key.required("condition", Shapes.anything()),
            variables));
    commands.add(
        Command.of(
            "test_condition",
            Access.ADMIN,
            call -> refuse(WireException.NOT_SUPPORTED, "automations"),
            Shapes.Key.required("condition", Shapes.anything()),
            variables));
    commands.add(
        Command.of(
            "execute_script",
            Access.ADMIN,
            call -> refuse(WireException.NOT_SUPPORTED, "scripts"),
            Shapes.Key.required("sequence", Shapes.anything()),
            variables));
    commands.add(
        Command.of(
            "validate_config",
            Access.USER,
            AutomationCommands::validate,
            PARTS.stream()
                .map(part -> Shapes.Key.optional(part, Shapes.anything()))
                .toArray(Shapes.Key[]::new)));
  }

  private static Future<CommandResult> refuse(String code, String what) {
    return Future.failedFuture(new WireException(code, NONE.formatted(what)));
  }

  /** Nothing of an automation is valid here; each part says why. */
  private static Future<CommandResult> validate(CommandCall call) {
    JsonObject result = new JsonObject();
    PARTS.stream()
        .filter(call.fields()::containsKey)
        .forEach(
            part ->
                result.put(
                    part,
                    new JsonObject()
                        .put("valid", false)
                        .put("error", NONE.formatted("automations"))));
    return Future.succeededFuture(CommandResult.of(result));
  }
}
