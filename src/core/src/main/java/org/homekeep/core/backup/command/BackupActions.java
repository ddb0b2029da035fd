package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.BackupManager.Accepted;
import org.homekeep.core.backup.manager.CreateRequest;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.Actions;

/** The actions {@code backup.*} (backup.md §9), for administrators. */
public final class BackupActions {
  private static final String DOMAIN = "backup";

  private BackupActions() {}

  /** Adds the actions; both succeed when the backup is wherever it should be. */
  public static void register(Actions actions, BackupManager manager) {
    actions.add(
        action(
            "create",
            "Create backup",
            "Makes a backup in this system, not encrypted, with its database.",
            () -> manager.generate(local())));
    actions.add(
        action(
            "create_automatic",
            "Create automatic backup",
            "Makes a backup with the settings of automatic backups.",
            manager::generateAutomatic));
  }

  private static Action action(
      String name, String title, String description, Supplier<Future<Accepted>> begin) {
    return new Action(
        DOMAIN,
        name,
        title,
        description,
        "mdi:cloud-upload",
        Access.ADMIN,
        List.of(),
        Action.Response.NONE,
        call ->
            begin
                .get()
                .compose(Accepted::finished)
                .recover(failed -> Future.failedFuture(BackupErrors.wire(failed)))
                .map(new JsonObject()));
  }

  private static CreateRequest local() {
    return new CreateRequest(
        List.of(LocalAgent.ID),
        Optional.of(List.of()),
        false,
        true,
        Optional.of(List.of()),
        true,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        false);
  }
}
