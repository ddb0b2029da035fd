package org.homekeep.core.setup;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Access;
import org.homekeep.core.integration.InstalledIntegration;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;

/** The commands about the set-up of integrations (framework.md §1.5). */
public final class SetupCommands {
  private static final double MILLIS = 1000;

  /** Nobody adds these by themselves. */
  private static final Set<String> HIDDEN_TYPES = Set.of("entity", "system");

  private final SetupProgress progress;
  private final IntegrationCatalog catalog;
  private final Supplier<List<String>> components;

  /**
   * @param components the domains of all that is set up
   */
  public SetupCommands(
      SetupProgress progress, IntegrationCatalog catalog, Supplier<List<String>> components) {
    this.progress = progress;
    this.catalog = catalog;
    this.components = components;
  }

  /** Adds the commands. */
  public void register(CommandTable commands) {
    commands.add(Command.of("integration/setup_info", Access.USER, this::times));
    commands.add(Command.of("integration/descriptions", Access.ADMIN, this::descriptions));
    commands.add(
        Command.of(
                "integration/wait",
                Access.USER,
                this::await,
                Shapes.Key.required("domain", Shapes.string()))
            .withoutDeadline());
    commands.add(
        Command.of("subscribe_bootstrap_integrations", Access.USER, this::subscribeProgress));
  }

  /** All that is loaded, also what takes no time. */
  private Future<CommandResult> times(CommandCall call) {
    Map<String, Duration> times = progress.times();
    JsonArray info = new JsonArray();
    components
        .get()
        .forEach(
            domain ->
                info.add(
                    new JsonObject()
                        .put("domain", domain)
                        .put("seconds", seconds(times.getOrDefault(domain, Duration.ZERO)))));
    return Future.succeededFuture(CommandResult.of(info));
  }

  private Future<CommandResult> await(CommandCall call) {
    String domain = call.fields().getString("domain");
    return (components.get().contains(domain)
            ? Future.succeededFuture(true)
            : progress.whetherLoaded(domain))
        .map(loaded -> CommandResult.of(new JsonObject().put("integration_loaded", loaded)));
  }

  /** Domain → seconds, whenever that changes; the last event is empty. */
  private Future<CommandResult> subscribeProgress(CommandCall call) {
    Cancellable listener = progress.onChange(() -> sendProgress(call));
    call.subscribed(listener);
    return Future.succeededFuture(CommandResult.none().then(() -> sendProgress(call)));
  }

  private void sendProgress(CommandCall call) {
    JsonObject seconds = new JsonObject();
    progress.underWay().forEach((domain, time) -> seconds.put(domain, seconds(time)));
    call.sendEvent(seconds);
  }

  private Future<CommandResult> descriptions(CommandCall call) {
    JsonObject core = kinds().put("translated_name", new JsonArray());
    JsonObject custom = kinds();
    for (InstalledIntegration installed : catalog.all()) {
      JsonObject manifest = installed.wire();
      String type = installed.manifest().integrationType();
      if (!HIDDEN_TYPES.contains(type)) {
        (manifest.getBoolean("is_built_in") ? core : custom)
            .getJsonObject(type.equals("helper") ? "helper" : "integration")
            .put(installed.domain(), describe(installed, manifest));
      }
    }
    return Future.succeededFuture(
        CommandResult.of(new JsonObject().put("core", core).put("custom", custom)));
  }

  private static JsonObject kinds() {
    return new JsonObject().put("integration", new JsonObject()).put("helper", new JsonObject());
  }

  private static JsonObject describe(InstalledIntegration installed, JsonObject manifest) {
    JsonObject description =
        new JsonObject()
            .put("name", installed.manifest().name())
            .put("integration_type", installed.manifest().integrationType())
            .put("config_flow", installed.manifest().configFlow());
    for (String key : List.of("iot_class", "supported_by", "iot_standards")) {
      if (manifest.containsKey(key)) {
        description.put(key, manifest.getValue(key));
      }
    }
    return installed.manifest().singleConfigEntry()
        ? description.put("single_config_entry", true)
        : description;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS;
  }
}
