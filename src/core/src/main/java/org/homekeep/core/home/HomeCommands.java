package org.homekeep.core.home;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import org.homekeep.core.auth.Access;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.WireException;

/** What clients ask first: where they are (framework.md §1.5); and what they say about it. */
public final class HomeCommands {
  private final HomeSettings home;
  private final HubDirectories directories;
  private final Supplier<List<String>> components;
  private final boolean safeMode;

  /**
   * @param components the domains of the integrations that are set up
   * @param safeMode whether custom integrations were left out
   */
  public HomeCommands(
      HomeSettings home,
      HubDirectories directories,
      Supplier<List<String>> components,
      boolean safeMode) {
    this.home = home;
    this.directories = directories;
    this.components = components;
    this.safeMode = safeMode;
  }

  /** Adds the commands. */
  public void register(CommandTable commands) {
    commands.add(Command.of("get_config", Access.USER, this::config));
    commands.add(Command.of("config/core/update", Access.ADMIN, this::update, HomeUpdate.KEYS));
  }

  private Future<CommandResult> config(CommandCall call) {
    HomeConfig now = home.current();
    return answer(
        new JsonObject()
            .put("version", HomeAssistantVersion.CURRENT)
            .put("state", "RUNNING")
            .put("components", new JsonArray(List.copyOf(components.get())))
            .put("unit_system", now.units().json())
            .put("time_zone", now.timeZone())
            .put("language", now.language())
            .put("country", now.country().orElse(null))
            .put("currency", now.currency())
            .put("location_name", now.locationName())
            .put("latitude", now.latitude())
            .put("longitude", now.longitude())
            .put("elevation", now.elevation())
            .put("radius", now.radius())
            .put("internal_url", now.internalUrl().orElse(null))
            .put("external_url", now.externalUrl().orElse(null))
            .put("config_dir", directories.config().toString())
            .put("config_source", "storage")
            .put("safe_mode", safeMode)
            .put("recovery_mode", false)
            .put("debug", false)
            .put("allowlist_external_dirs", new JsonArray())
            .put("allowlist_external_urls", new JsonArray())
            .put("whitelist_external_dirs", new JsonArray()));
  }

  private Future<CommandResult> update(CommandCall call) {
    try {
      HomeUpdate update = HomeUpdate.of(call.fields());
      return home.update(update::applyTo)
          .map(CommandResult.none())
          .recover(
              failure ->
                  Future.failedFuture(
                      failure instanceof NotSavedException
                          ? new WireException(
                              WireException.HOME_ASSISTANT_ERROR,
                              String.valueOf(failure.getMessage()),
                              failure)
                          : failure));
    } catch (WireException refused) {
      return Future.failedFuture(refused);
    }
  }

  private static Future<CommandResult> answer(JsonObject result) {
    return Future.succeededFuture(CommandResult.of(result));
  }
}
