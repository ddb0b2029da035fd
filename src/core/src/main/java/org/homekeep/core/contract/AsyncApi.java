package org.homekeep.core.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;

/** The AsyncAPI 3 document of the websocket, from the table of its commands. */
final class AsyncApi {
  private static final String CHANNEL = "#/channels/websocket";

  private AsyncApi() {}

  static JsonObject of(CommandTable commands) {
    JsonObject messages = new JsonObject();
    JsonObject operations = new JsonObject();
    for (Command command : commands.all()) {
      String name = command.type().replace('/', '.');
      messages.put(
          name, new JsonObject().put("name", command.type()).put("payload", payload(command)));
      operations.put(name, operation("receive", name).put("x-access", access(command)));
    }
    addAnswers(messages, operations);
    return new JsonObject()
        .put("asyncapi", "3.0.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "Homekeep's websocket")
                .put("version", HomeAssistantVersion.CURRENT)
                .put(
                    "description",
                    "One JSON message, or a list of them, in each text frame. A client sends"
                        + " \"auth\" first; then commands with an \"id\" that increases. x-access"
                        + " says who may send a command: user (anyone who has logged in),"
                        + " member (who may act, and not only look) or admin."))
        .put("defaultContentType", "application/json")
        .put(
            "channels",
            new JsonObject()
                .put(
                    "websocket",
                    new JsonObject().put("address", "/api/websocket").put("messages", messages)))
        .put("operations", operations);
  }

  /** What a client sends: the fields of the command, its id and its type. */
  private static JsonObject payload(Command command) {
    JsonObject schema = JsonSchema.of(command.fields());
    JsonObject envelope =
        new JsonObject()
            .put("id", JsonSchema.of(Shapes.integer(1)))
            .put("type", new JsonObject().put("const", command.type()));
    JsonArray required = new JsonArray().add("id").add("type");
    schema.getJsonArray("required", new JsonArray()).forEach(required::add);
    return schema
        .put("properties", envelope.mergeIn(schema.getJsonObject("properties", new JsonObject())))
        .put("required", required);
  }

  private static void addAnswers(JsonObject messages, JsonObject operations) {
    Shapes.Key id = Shapes.Key.required("id", Shapes.integer(0));
    add(messages, operations, "auth_required", version("auth_required"));
    add(messages, operations, "auth_ok", version("auth_ok"));
    add(
        messages,
        operations,
        "auth_invalid",
        Shapes.object(type("auth_invalid"), Shapes.Key.required("message", Shapes.string())));
    add(messages, operations, "pong", Shapes.object(id, type("pong")));
    add(
        messages,
        operations,
        "event",
        Shapes.object(id, type("event"), Shapes.Key.required("event", Shapes.anything())));
    add(
        messages,
        operations,
        "result",
        Shapes.object(
            Shapes.Key.required("id", Shapes.anything()),
            type("result"),
            Shapes.Key.required("success", Shapes.bool()),
            Shapes.Key.optional("result", Shapes.anything()),
            Shapes.Key.optional("error", error())));
  }

  private static Shape error() {
    return Shapes.object(
        Shapes.Key.required("code", Shapes.string()),
        Shapes.Key.required("message", Shapes.string()),
        Shapes.Key.optional("translation_key", Shapes.string()),
        Shapes.Key.optional("translation_domain", Shapes.string()),
        Shapes.Key.optional("translation_placeholders", Shapes.mapOf(Shapes.string())));
  }

  private static Shape version(String name) {
    return Shapes.object(type(name), Shapes.Key.required("ha_version", Shapes.string()));
  }

  private static Shapes.Key type(String name) {
    return Shapes.Key.required("type", Shapes.oneOf(name));
  }

  private static void add(JsonObject messages, JsonObject operations, String name, Shape shape) {
    messages.put(
        "hub." + name, new JsonObject().put("name", name).put("payload", JsonSchema.of(shape)));
    operations.put("hub." + name, operation("send", "hub." + name));
  }

  private static JsonObject operation(String action, String message) {
    return new JsonObject()
        .put("action", action)
        .put("channel", new JsonObject().put("$ref", CHANNEL))
        .put(
            "messages",
            new JsonArray().add(new JsonObject().put("$ref", CHANNEL + "/messages/" + message)));
  }

  private static String access(Command command) {
    return command.access().name().toLowerCase(Locale.ROOT);
  }
}
