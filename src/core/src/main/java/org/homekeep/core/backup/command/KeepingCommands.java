package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.manager.Keeping;
import org.homekeep.core.backup.policy.PolicyJson;
import org.homekeep.core.backup.policy.PolicyUpdate;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;

/** Our own commands about what is kept and what was deleted, for administrators. */
public final class KeepingCommands {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 500;

  private final Keeping keeping;

  public KeepingCommands(Keeping keeping) {
    this.keeping = keeping;
  }

  /** Adds all commands. */
  public void register(CommandTable table) {
    AdminCommands commands = new AdminCommands(table);
    Shapes.Key backupId = Shapes.Key.required("backup_id", ConfigUpdate.id());
    commands.add("homekeep/backup/retention/info", this::info);
    commands.add("homekeep/backup/retention/update", this::update, PolicyUpdate.keys());
    commands.add("homekeep/backup/retention/preview", this::preview, previewKeys());
    commands.add("homekeep/backup/retention/confirm_home", this::confirmHome);
    commands.add("homekeep/backup/retention/confirm_settings", this::confirmSettings);
    commands.add("homekeep/backup/pin", this::pin, backupId);
    commands.add("homekeep/backup/unpin", this::unpin, backupId);
    commands.add(
        "homekeep/backup/audit",
        this::audit,
        Shapes.Key.optional("before", Shapes.nullable(Shapes.integer(1))),
        Shapes.Key.optional("limit", Shapes.integer(1)));
  }

  private static Shapes.Key[] previewKeys() {
    List<Shapes.Key> keys = new ArrayList<>();
    Shapes.Key retention = Shapes.Key.optional("retention", ConfigUpdate.retention());
    keys.add(retention);
    keys.addAll(
        List.of(
            PolicyUpdate.keys(
                Shapes.Key.optional("retention", Shapes.nullable(ConfigUpdate.retention())))));
    return keys.toArray(Shapes.Key[]::new);
  }

  private Future<CommandResult> info(CommandCall call) {
    return Future.succeededFuture(CommandResult.of(PolicyJson.write(keeping.policy())));
  }

  private Future<CommandResult> update(CommandCall call) {
    return keeping.update(call.fields()).map(CommandResult.none());
  }

  private Future<CommandResult> confirmHome(CommandCall call) {
    return keeping.confirmHome().map(CommandResult.none());
  }

  private Future<CommandResult> confirmSettings(CommandCall call) {
    return keeping.confirmSettings().map(CommandResult.none());
  }

  private Future<CommandResult> pin(CommandCall call) {
    return keeping.pin(call.fields().getString("backup_id")).map(CommandResult.none());
  }

  private Future<CommandResult> unpin(CommandCall call) {
    return keeping.unpin(call.fields().getString("backup_id")).map(CommandResult.none());
  }

  private Future<CommandResult> preview(CommandCall call) {
    JsonObject fields = call.fields();
    return keeping
        .preview(homeAssistants(fields), fields)
        .map(found -> CommandResult.of(KeepingJson.preview(found, keeping)));
  }

  /** The part of a preview that Home Assistant's own settings know. */
  private static JsonObject homeAssistants(JsonObject fields) {
    JsonObject update = new JsonObject();
    if (fields.containsKey("retention")) {
      update.put("retention", fields.getJsonObject("retention"));
    }
    JsonObject agents = new JsonObject();
    JsonObject given = fields.getJsonObject("agents", new JsonObject());
    for (String agentId : given.fieldNames()) {
      JsonObject agent = given.getJsonObject(agentId);
      if (agent.containsKey("retention")) {
        agents.put(agentId, new JsonObject().put("retention", agent.getValue("retention")));
      }
    }
    return update.put("agents", agents);
  }

  private Future<CommandResult> audit(CommandCall call) {
    Long before = call.fields().getLong("before");
    long limit = call.fields().getLong("limit", (long) PAGE);
    return keeping
        .audit(
            before == null ? OptionalLong.empty() : OptionalLong.of(before),
            (int) Math.min(limit, LARGEST_PAGE))
        .map(
            page ->
                CommandResult.of(
                    new JsonObject()
                        .put("lines", new JsonArray(page.lines()))
                        .put(
                            "next",
                            page.next().isPresent() ? (Object) page.next().getAsLong() : null)));
  }
}
