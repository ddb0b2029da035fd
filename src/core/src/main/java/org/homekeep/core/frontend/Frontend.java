package org.homekeep.core.frontend;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.core.auth.Access;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.Actions;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands {@code get_panels} and {@code frontend/*} (framework.md §1.5, §7.2). */
public final class Frontend {
  /** Those that Home Assistant's own frontend cannot do without. */
  private static final List<Panel> PANELS =
      List.of(
          new Panel("config", Optional.of("mdi:cog"), Optional.of("config"), true),
          new Panel("home", Optional.of("mdi:home"), Optional.of("home"), false),
          new Panel("notfound", Optional.empty(), Optional.empty(), false),
          new Panel("profile", Optional.empty(), Optional.empty(), false));

  private final Actions actions;
  private final Optional<String> version;
  private final DataCommands data;

  /**
   * @param version of the page that is served, when that has one
   */
  public Frontend(Storage storage, Actions actions, Optional<String> version) {
    this.actions = actions;
    this.version = version;
    this.data = new DataCommands(storage);
  }

  /** The first segments of the addresses that a page has itself, and no route. */
  public static Set<String> panelPaths() {
    return PANELS.stream().map(Panel::urlPath).collect(Collectors.toUnmodifiableSet());
  }

  /** Adds the commands. */
  public void register(CommandTable commands) {
    commands.add(Command.of("get_panels", Access.USER, Frontend::panels));
    commands.add(Command.of("frontend/get_themes", Access.USER, Frontend::themes));
    commands.add(Command.of("frontend/get_version", Access.USER, this::version));
    commands.add(
        Command.of(
            "frontend/get_icons",
            Access.USER,
            this::icons,
            Shapes.Key.required(
                "category",
                Shapes.oneOf("conditions", "entity", "entity_component", "services", "triggers")),
            Shapes.Key.optional("integration", Shapes.stringOrStrings())));
    data.register(commands);
    AbsentParts.register(commands);
  }

  private static Future<CommandResult> panels(CommandCall call) {
    boolean isAdmin = call.principal().user().isAdmin();
    JsonObject panels = new JsonObject();
    PANELS.stream()
        .filter(panel -> isAdmin || !panel.requireAdmin())
        .forEach(panel -> panels.put(panel.urlPath(), panel.json()));
    return Future.succeededFuture(CommandResult.of(panels));
  }

  /** There are none but the page's own. */
  private static Future<CommandResult> themes(CommandCall call) {
    return Future.succeededFuture(
        CommandResult.of(
            new JsonObject()
                .put("themes", new JsonObject())
                .put("default_theme", "default")
                .putNull("default_dark_theme")));
  }

  private Future<CommandResult> version(CommandCall call) {
    return version
        .map(
            known ->
                Future.succeededFuture(CommandResult.of(new JsonObject().put("version", known))))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new WireException(
                        "unknown_version", "The page that is served has no version.")));
  }

  /** Only actions have icons of their own. */
  private Future<CommandResult> icons(CommandCall call) {
    JsonObject resources = new JsonObject();
    if (call.fields().getString("category").equals("services")) {
      actions.all().stream()
          .filter(action -> isWanted(action.domain(), call.fields()))
          .forEach(action -> put(resources, action));
    }
    return Future.succeededFuture(CommandResult.of(new JsonObject().put("resources", resources)));
  }

  private static void put(JsonObject resources, Action action) {
    JsonObject icons = resources.getJsonObject(action.domain(), new JsonObject());
    icons.put(action.name(), new JsonObject().put("service", action.icon()));
    resources.put(action.domain(), icons);
  }

  private static boolean isWanted(String domain, JsonObject fields) {
    Object wanted = fields.getValue("integration");
    if (wanted instanceof JsonArray several) {
      return several.contains(domain);
    }
    return wanted == null || wanted.equals(domain);
  }
}
