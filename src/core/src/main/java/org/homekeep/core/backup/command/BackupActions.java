package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.config.CreateSettings;
import org.homekeep.core.backup.config.Excludes;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.BackupManager.Accepted;
import org.homekeep.core.backup.manager.CreateChanges;
import org.homekeep.core.backup.manager.CreateRequest;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.ActionCall;
import org.homekeep.core.service.Actions;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The actions {@code backup.*} (backup.md §9), for administrators. */
public final class BackupActions {
  private static final String DOMAIN = "backup";

  private final BackupManager manager;

  private BackupActions(BackupManager manager) {
    this.manager = manager;
  }

  /** Adds the actions; both succeed when the backup is wherever it should be. */
  public static void register(Actions actions, BackupManager manager) {
    BackupActions backup = new BackupActions(manager);
    actions.add(
        backup.action(
            "create",
            "Create backup",
            "Makes a backup in this system, not encrypted, with its database. In other locations it is encrypted with the key of the settings.",
            changes -> manager.generate(backup.byHand(changes))));
    actions.add(
        backup.action(
            "create_automatic",
            "Create automatic backup",
            "Makes a backup with the settings of automatic backups.",
            manager::generateAutomatic));
  }

  private Action action(
      String name,
      String title,
      String description,
      Function<CreateChanges, Future<Accepted>> begin) {
    return new Action(
        DOMAIN,
        name,
        title,
        description,
        "mdi:cloud-upload",
        Access.ADMIN,
        fields(),
        Action.Response.OPTIONAL,
        call -> run(call, begin));
  }

  private static List<Action.Field> fields() {
    return List.of(
        new Action.Field(
            Shapes.Key.optional("name", ConfigUpdate.name()),
            "Name",
            "The name of the backup. Without one it is named by its kind and the version."),
        new Action.Field(
            Shapes.Key.optional("agent_ids", Shapes.uniqueListOf(ConfigUpdate.id())),
            "Locations",
            "Where the backup is kept, such as backup.local."),
        new Action.Field(
            Shapes.Key.optional("include_database", Shapes.bool()),
            "History",
            "Whether the database with the history is in the backup."),
        new Action.Field(
            Shapes.Key.optional("include_folders", Shapes.uniqueListOf(ConfigUpdate.folder())),
            "Folders",
            "The folders in the backup: share, media, ssl, addons/local. All that have a directory when none is said."),
        new Action.Field(
            Shapes.Key.optional("excludes", Excludes.shape()),
            "Left out",
            "Patterns of files and directories that stay out, as in a .gitignore, in place of those of the settings."));
  }

  private Future<JsonObject> run(ActionCall call, Function<CreateChanges, Future<Accepted>> begin) {
    CreateChanges changes;
    try {
      changes = changes(call.data());
    } catch (WireException refused) {
      return Future.failedFuture(refused);
    }
    return begin
        .apply(changes)
        .compose(accepted -> accepted.finished().map(accepted.backupId()))
        .recover(failed -> Future.failedFuture(BackupErrors.wire(failed)))
        .compose(
            backupId ->
                call.wantsResponse()
                    ? response(backupId)
                    : Future.succeededFuture(new JsonObject()));
  }

  private Future<JsonObject> response(String backupId) {
    return manager
        .find(backupId)
        .map(
            listing ->
                new JsonObject()
                    .put("backup_id", backupId)
                    .put("backup", ManagerJson.details(listing).getValue("backup")));
  }

  private static CreateChanges changes(JsonObject data) throws WireException {
    Optional<List<String>> excludes = strings(data, "excludes");
    return new CreateChanges(
        Optional.ofNullable(data.getString("name")),
        strings(data, "agent_ids"),
        Optional.ofNullable(data.getBoolean("include_database")),
        strings(data, "include_folders")
            .map(
                names -> names.stream().flatMap(name -> Folder.ofWireName(name).stream()).toList()),
        excludes.isPresent() ? Optional.of(Excludes.checked(excludes.get())) : Optional.empty());
  }

  private static Optional<List<String>> strings(JsonObject data, String key) {
    return Optional.ofNullable(data.getJsonArray(key))
        .map((JsonArray array) -> array.stream().map(String.class::cast).toList());
  }

  /** In this system and plain, as in Home Assistant; what leaves it is encrypted. */
  private CreateRequest byHand(CreateChanges changes) {
    CreateSettings settings = manager.config().createBackup();
    List<String> here = List.of(LocalAgent.ID);
    Optional<Secret> key =
        changes.agentIds().orElse(here).equals(here) ? Optional.empty() : settings.password();
    return new CreateRequest(
            here,
            Optional.empty(),
            false,
            true,
            Optional.empty(),
            true,
            Optional.empty(),
            key,
            settings.excludes(),
            Map.of(),
            false)
        .with(changes);
  }
}
