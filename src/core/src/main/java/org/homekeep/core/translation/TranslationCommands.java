package org.homekeep.core.translation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.integration.InstalledIntegration;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;

/** The command {@code frontend/get_translations} (framework.md §7.2). */
public final class TranslationCommands {
  private final Translations translations;
  private final IntegrationCatalog catalog;

  public TranslationCommands(Translations translations, IntegrationCatalog catalog) {
    this.translations = translations;
    this.catalog = catalog;
  }

  /** Adds the command. */
  public void register(CommandTable commands) {
    commands.add(
        Command.of(
            "frontend/get_translations",
            Access.USER,
            this::get,
            Shapes.Key.required("language", Shapes.string()),
            Shapes.Key.required("category", Shapes.string()),
            Shapes.Key.optional("integration", Shapes.stringOrStrings()),
            Shapes.Key.optional("config_flow", Shapes.bool())));
  }

  private Future<CommandResult> get(CommandCall call) {
    JsonObject fields = call.fields();
    return translations
        .resources(fields.getString("language"), fields.getString("category"), domains(fields))
        .map(resources -> CommandResult.of(new JsonObject().put("resources", resources)));
  }

  private List<String> domains(JsonObject fields) {
    Object wanted = fields.getValue("integration");
    if (wanted instanceof String one) {
      return List.of(one);
    }
    if (wanted instanceof JsonArray several) {
      return several.stream().map(String.class::cast).distinct().toList();
    }
    boolean withFlow = fields.getBoolean("config_flow", false);
    List<String> domains = new ArrayList<>(Translations.ownDomains());
    catalog.all().stream()
        .filter(installed -> !withFlow || installed.manifest().configFlow())
        .map(InstalledIntegration::domain)
        .forEach(domains::add);
    return domains;
  }
}
