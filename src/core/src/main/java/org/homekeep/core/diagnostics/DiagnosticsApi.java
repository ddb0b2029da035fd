package org.homekeep.core.diagnostics;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.entry.ConfigEntries;
import org.homekeep.core.entry.EntryView;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** How clients get diagnostics (framework.md §8.1, §8.2). All for administrators (§14.10). */
public final class DiagnosticsApi {
  private static final String ROOT = "/api/diagnostics/:type/:entry_id";
  private static final String CONFIG_ENTRY = "config_entry";

  private final Diagnostics diagnostics;
  private final ConfigEntries entries;
  private final List<HubPart> parts;

  /**
   * @param parts those of the hub itself that have diagnostics
   */
  public DiagnosticsApi(Diagnostics diagnostics, ConfigEntries entries, HubPart... parts) {
    this.diagnostics = diagnostics;
    this.entries = entries;
    this.parts = List.of(parts);
  }

  /** Adds the routes and the commands. */
  public void register(Routes routes, CommandTable commands) {
    routes.add(HttpMethod.GET, ROOT, Access.ADMIN, BodyMode.NONE, this::download);
    routes.add(
        HttpMethod.GET, ROOT + "/:sub_type", Access.ADMIN, BodyMode.NONE, request -> empty(400));
    routes.add(
        HttpMethod.GET,
        ROOT + "/:sub_type/:sub_id",
        Access.ADMIN,
        BodyMode.NONE,
        this::downloadOfDevice);
    commands.add(Command.of("diagnostics/list", Access.ADMIN, this::list));
    commands.add(
        Command.of(
            "diagnostics/get",
            Access.ADMIN,
            this::get,
            Shapes.Key.required("domain", Shapes.string())));
  }

  private Future<HttpAnswer> download(ApiRequest request) {
    if (!request.pathParam("type").equals(CONFIG_ENTRY)) {
      return empty(400);
    }
    Optional<HubPart> part = part(request.pathParam("entry_id"));
    if (part.isPresent()) {
      String domain = part.get().domain();
      return answered(diagnostics.document(part.get()), domain, domain);
    }
    Optional<EntryView> entry = entries.find(request.pathParam("entry_id"));
    Optional<IntegrationHost> host = entry.flatMap(EntryView::host).filter(IntegrationHost::usable);
    if (entry.isEmpty() || host.isEmpty()) {
      return empty(404);
    }
    return answered(
        diagnostics.document(entry.get(), host.get()), entry.get().domain(), entry.get().entryId());
  }

  private Optional<HubPart> part(String domain) {
    return parts.stream().filter(part -> part.domain().equals(domain)).findFirst();
  }

  private static Future<HttpAnswer> answered(Future<String> document, String domain, String id) {
    String name = "config_entry-%s-%s.json".formatted(domain, id);
    return document
        .<HttpAnswer>map(
            text ->
                new HttpAnswer.Full(
                    200,
                    "application/json",
                    text,
                    Map.of("Content-Disposition", "attachment; filename=\"%s\"".formatted(name))))
        .recover(
            failed ->
                Future.failedFuture(
                    failed instanceof UnsafeDiagnosticsException
                        ? new HttpException(500, String.valueOf(failed.getMessage()))
                        : failed));
  }

  /** No integration has devices. */
  private Future<HttpAnswer> downloadOfDevice(ApiRequest request) {
    boolean known =
        request.pathParam("type").equals(CONFIG_ENTRY)
            && request.pathParam("sub_type").equals("device");
    return empty(known ? 404 : 400);
  }

  private static Future<HttpAnswer> empty(int status) {
    return Future.succeededFuture(new HttpAnswer.Empty(status));
  }

  private Future<CommandResult> list(CommandCall call) {
    JsonArray all = new JsonArray();
    parts.forEach(part -> all.add(describe(part.domain())));
    entries.hosts().all().forEach(host -> all.add(describe(host.domain())));
    return Future.succeededFuture(CommandResult.of(all));
  }

  private Future<CommandResult> get(CommandCall call) {
    String domain = call.fields().getString("domain");
    return part(domain)
        .map(HubPart::domain)
        .or(() -> entries.hosts().find(domain).map(IntegrationHost::domain))
        .map(known -> Future.succeededFuture(CommandResult.of(describe(known))))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new WireException(WireException.NOT_FOUND, "Domain not supported")));
  }

  private static JsonObject describe(String domain) {
    return new JsonObject()
        .put("domain", domain)
        .put("handlers", new JsonObject().put(CONFIG_ENTRY, true).put("device", false));
  }
}
