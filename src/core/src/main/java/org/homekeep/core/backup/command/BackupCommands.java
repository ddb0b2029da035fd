package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.config.Excludes;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.CreateRequest;
import org.homekeep.core.backup.manager.RestoreRequest;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands {@code backup/…} (backup.md §4), for administrators. */
public final class BackupCommands {
  private final BackupManager manager;

  public BackupCommands(BackupManager manager) {
    this.manager = manager;
  }

  /** Adds all commands. */
  public void register(CommandTable table) {
    AdminCommands commands = new AdminCommands(table);
    Shapes.Key backupId = Shapes.Key.required("backup_id", ConfigUpdate.id());
    Shapes.Key agentId = Shapes.Key.required("agent_id", ConfigUpdate.id());
    commands.add("backup/info", this::info);
    commands.add("backup/details", this::details, backupId);
    commands.add("backup/delete", this::delete, backupId);
    commands.add(
        "backup/generate",
        this::generate,
        Shapes.Key.required("agent_ids", Shapes.listOf(ConfigUpdate.id())),
        Shapes.Key.optional("include_addons", Shapes.listOf(ConfigUpdate.id())),
        Shapes.Key.optional("include_all_addons", Shapes.bool()),
        Shapes.Key.optional("include_database", Shapes.bool()),
        Shapes.Key.optional("include_folders", Shapes.listOf(ConfigUpdate.folder())),
        Shapes.Key.optional("include_homeassistant", Shapes.bool()),
        Shapes.Key.optional("name", Shapes.nullable(ConfigUpdate.name())),
        Shapes.Key.optional("password", Shapes.nullable(Shapes.string())),
        Shapes.Key.optional("excludes", Excludes.shape()));
    commands.add("backup/generate_with_automatic_settings", this::generateAutomatic);
    // It answers when the archive has been fetched, which may take hours.
    commands.addUnhurried(
        "backup/restore",
        this::restore,
        backupId,
        agentId,
        Shapes.Key.optional("password", Shapes.string()),
        Shapes.Key.optional("restore_addons", Shapes.listOf(ConfigUpdate.id())),
        Shapes.Key.optional("restore_database", Shapes.bool()),
        Shapes.Key.optional("restore_folders", Shapes.listOf(ConfigUpdate.folder())),
        Shapes.Key.optional("restore_homeassistant", Shapes.bool()));
    commands.add(
        "backup/can_decrypt_on_download",
        this::canDecrypt,
        backupId,
        agentId,
        Shapes.Key.required("password", Shapes.string()));
    commands.add("backup/agents/info", call -> done(ManagerJson.agents(manager)));
    commands.add("backup/config/info", call -> done(ManagerJson.config(manager)));
    commands.add("backup/config/update", this::updateConfig, ConfigUpdate.keys());
    commands.add("backup/subscribe_events", this::subscribe);
  }

  private static Future<CommandResult> done(JsonObject json) {
    return Future.succeededFuture(CommandResult.of(json));
  }

  private Future<CommandResult> info(CommandCall call) {
    return manager.glance().map(listing -> CommandResult.of(ManagerJson.info(listing, manager)));
  }

  private Future<CommandResult> details(CommandCall call) {
    return manager
        .glance(call.fields().getString("backup_id"))
        .map(listing -> CommandResult.of(ManagerJson.details(listing)));
  }

  private Future<CommandResult> delete(CommandCall call) {
    return manager
        .delete(call.fields().getString("backup_id"), call.principal().user().name())
        .map(
            errors ->
                CommandResult.of(new JsonObject().put("agent_errors", ManagerJson.map(errors))));
  }

  private Future<CommandResult> generate(CommandCall call) {
    JsonObject fields = call.fields();
    Optional<Secret> key;
    List<String> excludes;
    try {
      excludes =
          fields.containsKey("excludes")
              ? Excludes.checked(strings(fields, "excludes"))
              : manager.config().createBackup().excludes();
      key =
          ConfigUpdate.key(
              Optional.ofNullable(fields.getString("password")),
              manager.config().createBackup().password());
    } catch (WireException refused) {
      return Future.failedFuture(refused);
    }
    return accepted(
        manager.generate(
            new CreateRequest(
                strings(fields, "agent_ids"),
                Optional.of(strings(fields, "include_addons")),
                fields.getBoolean("include_all_addons", false),
                fields.getBoolean("include_database", true),
                folders(fields, "include_folders"),
                fields.getBoolean("include_homeassistant", true),
                Optional.ofNullable(fields.getString("name")),
                key,
                excludes,
                Map.of(),
                false)));
  }

  private Future<CommandResult> generateAutomatic(CommandCall call) {
    return accepted(manager.generateAutomatic());
  }

  private static Future<CommandResult> accepted(Future<BackupManager.Accepted> accepted) {
    return accepted.map(
        job -> CommandResult.of(new JsonObject().put("backup_job_id", job.backupId())));
  }

  private Future<CommandResult> restore(CommandCall call) {
    JsonObject fields = call.fields();
    return manager
        .restore(
            new RestoreRequest(
                fields.getString("backup_id"),
                fields.getString("agent_id"),
                Optional.ofNullable(fields.getString("password")).map(Secret::of),
                strings(fields, "restore_addons"),
                fields.getBoolean("restore_database", true),
                folders(fields, "restore_folders"),
                fields.getBoolean("restore_homeassistant", true),
                true))
        .map(CommandResult.none());
  }

  private Future<CommandResult> canDecrypt(CommandCall call) {
    JsonObject fields = call.fields();
    String backupId = fields.getString("backup_id");
    Secret key = Secret.of(fields.getString("password"));
    return manager
        .copies()
        .agent(fields.getString("agent_id"))
        .compose(agent -> manager.copies().requireDecryptable(agent, backupId, key))
        .map(CommandResult.none());
  }

  private Future<CommandResult> updateConfig(CommandCall call) {
    return manager.updateConfig(call.fields()).map(CommandResult.none());
  }

  private Future<CommandResult> subscribe(CommandCall call) {
    call.subscribed(manager.events().subscribe(event -> call.sendEvent(event.json())));
    return CommandResult.done();
  }

  private static List<String> strings(JsonObject fields, String key) {
    return fields.getJsonArray(key, new JsonArray()).stream().map(String.class::cast).toList();
  }

  private static Optional<List<Folder>> folders(JsonObject fields, String key) {
    return fields.containsKey(key)
        ? Optional.of(
            strings(fields, key).stream()
                .flatMap(name -> Folder.ofWireName(name).stream())
                .toList())
        : Optional.empty();
  }
}
