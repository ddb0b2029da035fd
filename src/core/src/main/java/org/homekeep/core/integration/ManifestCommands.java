package org.homekeep.core.integration;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Excerpt;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands {@code manifest/*} (framework.md §1.5). */
public final class ManifestCommands {
  private static final String NOT_FOUND = "Integration not found";

  private final IntegrationCatalog catalog;

  public ManifestCommands(IntegrationCatalog catalog) {
    this.catalog = catalog;
  }

  /** Adds the commands. */
  public void register(CommandTable commands) {
    commands.add(
        Command.of(
            "manifest/list",
            Access.USER,
            this::list,
            Shapes.Key.optional("integrations", Shapes.listOf(Shapes.string()))));
    commands.add(
        Command.of(
            "manifest/get",
            Access.USER,
            this::get,
            Shapes.Key.required("integration", Shapes.string())));
  }

  private Future<CommandResult> list(CommandCall call) {
    List<String> wanted =
        call.fields().getJsonArray("integrations", new JsonArray()).stream()
            .map(String.class::cast)
            .toList();
    if (wanted.isEmpty()) {
      wanted = catalog.all().stream().map(InstalledIntegration::domain).toList();
    }
    JsonArray manifests = new JsonArray();
    for (String domain : wanted) {
      Optional<InstalledIntegration> found = catalog.find(domain);
      if (found.isEmpty()) {
        return Future.failedFuture(
            new WireException(
                WireException.UNKNOWN_ERROR, NOT_FOUND + ": '" + Excerpt.of(domain) + "'"));
      }
      manifests.add(found.get().wire());
    }
    return Future.succeededFuture(CommandResult.of(manifests));
  }

  private Future<CommandResult> get(CommandCall call) {
    return catalog
        .find(call.fields().getString("integration"))
        .map(found -> Future.succeededFuture(CommandResult.of(found.wire())))
        .orElseGet(
            () -> Future.failedFuture(new WireException(WireException.NOT_FOUND, NOT_FOUND)));
  }
}
