package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.entry.EntryVersion;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.core.auth.Access;
import org.homekeep.core.flow.FlowListener;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.flow.FlowView;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;

/** The commands {@code config_entries/flow/*}: flows that wait for somebody to take them up. */
final class FlowCommands {
  private static final Set<FlowSource> ANNOUNCED =
      Set.of(FlowSource.REAUTH, FlowSource.INTEGRATION_DISCOVERY);

  private final ConfigEntries entries;
  private final FlowManager<FlowSubject.Entry, ConfigStep> flows;

  FlowCommands(ConfigEntries entries) {
    this.entries = entries;
    this.flows = entries.flows().config();
  }

  void register(CommandTable commands) {
    commands.add(Command.of("config_entries/flow/progress", Access.ADMIN, this::progress));
    commands.add(Command.of("config_entries/flow/subscribe", Access.ADMIN, this::subscribe));
    commands.add(
        Command.of(
            "config_entries/ignore_flow",
            Access.ADMIN,
            this::ignore,
            Shapes.Key.required("flow_id", Shapes.string()),
            Shapes.Key.required("title", Shapes.string())));
  }

  /** A dialog that somebody has open is nobody else's to take up. */
  private static boolean announced(FlowView flow) {
    return ANNOUNCED.contains(flow.source());
  }

  private Future<CommandResult> progress(CommandCall call) {
    JsonArray open = new JsonArray();
    flows.open().stream().filter(FlowCommands::announced).forEach(flow -> open.add(flow.wire()));
    return Future.succeededFuture(CommandResult.of(open));
  }

  /** The first event comes before the result (framework.md §1.5). */
  private Future<CommandResult> subscribe(CommandCall call) {
    call.subscribed(
        flows.listen(
            new FlowListener() {
              @Override
              public void added(FlowView flow) {
                if (announced(flow)) {
                  call.sendEvent(new JsonArray().add(event("added", flow)));
                }
              }

              @Override
              public void removed(FlowView flow) {
                if (announced(flow)) {
                  call.sendEvent(
                      new JsonArray()
                          .add(
                              new JsonObject()
                                  .put("type", "removed")
                                  .put("flow_id", flow.flowId())));
                }
              }
            }));
    JsonArray all = new JsonArray();
    flows.open().stream()
        .filter(FlowCommands::announced)
        .forEach(flow -> all.add(event(null, flow)));
    call.sendEvent(all);
    return CommandResult.done();
  }

  /** Makes the entry that says that the thing is not wanted (framework.md §3.6). */
  private Future<CommandResult> ignore(CommandCall call) {
    String flowId = call.fields().getString("flow_id");
    Optional<FlowView> flow = flows.find(flowId);
    if (flow.isEmpty()) {
      return Future.failedFuture(
          new WireException(WireException.NOT_FOUND, "Config entry flow not found"));
    }
    Optional<String> uniqueId = flow.get().uniqueId();
    if (uniqueId.isEmpty()) {
      return Future.failedFuture(
          new WireException("no_unique_id", "Specified flow has no unique ID."));
    }
    EntryContent content =
        new EntryContent(
            call.fields().getString("title"),
            EntryVersion.FIRST,
            uniqueId,
            new JsonObject(),
            new JsonObject(),
            List.of());
    return entries
        .create(flow.get().domain(), EntryRecord.IGNORED, content)
        .onSuccess(ignored -> flows.abort(flowId))
        .map(ignored -> CommandResult.none());
  }

  private static JsonObject event(@Nullable String type, FlowView flow) {
    return new JsonObject()
        .put("type", type)
        .put("flow_id", flow.flowId())
        .put("flow", flow.wire());
  }
}
