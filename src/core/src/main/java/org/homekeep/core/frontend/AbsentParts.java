package org.homekeep.core.frontend;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;

/**
 * What Home Assistant's frontend asks on every page of parts that a hub for backups does not have
 * (frontend.md, "WebSocket boot"): registries are empty, and no feature is tried out.
 *
 * <p>{@code recorder/info} is not among them: for the page an unknown command means that there is
 * nothing to wait for, and an answer would say that something is recorded.
 */
final class AbsentParts {
  private static final List<String> REGISTRIES = List.of("area", "device", "entity", "floor");

  private AbsentParts() {}

  static void register(CommandTable commands) {
    REGISTRIES.forEach(
        each ->
            commands.add(
                Command.of(
                    "config/" + each + "_registry/list",
                    Access.USER,
                    call -> answer(CommandResult.of(new JsonArray())))));
    commands.add(
        Command.of(
            "config/entity_registry/list_for_display",
            Access.USER,
            call -> answer(CommandResult.of(display()))));
    commands.add(
        Command.of(
            "sensor/numeric_device_classes",
            Access.USER,
            call ->
                answer(
                    CommandResult.of(
                        new JsonObject().put("numeric_device_classes", new JsonArray())))));
    commands.add(
        Command.of(
            "labs/subscribe",
            Access.USER,
            AbsentParts::labs,
            Shapes.Key.required("domain", Shapes.string()),
            Shapes.Key.required("preview_feature", Shapes.string())));
  }

  private static JsonObject display() {
    return new JsonObject()
        .put("entities", new JsonArray())
        .put("entity_categories", new JsonObject().put("0", "config").put("1", "diagnostic"));
  }

  /** It is off and stays off. */
  private static Future<CommandResult> labs(CommandCall call) {
    call.subscribed(() -> {});
    JsonObject event = call.fields().copy().put("enabled", false).put("is_built_in", true);
    return answer(CommandResult.none().then(() -> call.sendEvent(event)));
  }

  private static Future<CommandResult> answer(CommandResult result) {
    return Future.succeededFuture(result);
  }
}
