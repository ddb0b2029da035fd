package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.core.auth.Access;
import org.homekeep.core.flow.FlowListener;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.flow.FlowView;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.jspecify.annotations.Nullable;

/** The commands {@code config_entries/flow/*}: flows that wait for somebody to take them up. */
final class FlowCommands {
  private final FlowManager flows;

  FlowCommands(FlowManager flows) {
    this.flows = flows;
  }

  void register(CommandTable commands) {
    commands.add(Command.of("config_entries/flow/progress", Access.ADMIN, this::progress));
    commands.add(Command.of("config_entries/flow/subscribe", Access.ADMIN, this::subscribe));
  }

  /** A dialog that somebody has open is nobody else's to take up. */
  private static boolean announced(FlowView flow) {
    return flow.source() == FlowSource.REAUTH;
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

  private static JsonObject event(@Nullable String type, FlowView flow) {
    return new JsonObject()
        .put("type", type)
        .put("flow_id", flow.flowId())
        .put("flow", flow.wire());
  }
}
