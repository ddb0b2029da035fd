package org.homekeep.core.backup.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.command.ManagerJson;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.manager.BackupException;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.RestoreRequest;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.RouteHandler;
import org.homekeep.core.http.Routes;
import org.homekeep.core.onboarding.NewHubGuard;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.Shapes;

/**
 * Bringing a backup back on a hub that nobody has set up yet (backup.md §5.3, framework.md §2.6).
 * Only whoever may make the first user may do it, and only until the first step is done.
 */
public final class NewHubRoutes {
  private static final String BASE = "/api/onboarding/backup/";
  private static final List<String> SHOWN = List.of("backups", "state", "last_action_event");

  private static final Shape RESTORE =
      Shapes.object(
          Shapes.Key.required("backup_id", ConfigUpdate.id()),
          Shapes.Key.required("agent_id", ConfigUpdate.id()),
          Shapes.Key.optional("password", Shapes.string()),
          Shapes.Key.optional("restore_addons", Shapes.listOf(ConfigUpdate.id())),
          Shapes.Key.optional("restore_database", Shapes.bool()),
          Shapes.Key.optional("restore_folders", Shapes.listOf(ConfigUpdate.folder())));

  private final BackupManager manager;
  private final NewHubGuard guard;
  private final UploadRoute upload;

  public NewHubRoutes(BackupManager manager, HubRuntime runtime, NewHubGuard guard) {
    this.manager = manager;
    this.guard = guard;
    this.upload = new UploadRoute(manager, runtime);
  }

  /** Adds all routes. */
  public void register(Routes routes) {
    add(routes, HttpMethod.GET, "info", BodyMode.NONE, request -> info());
    add(routes, HttpMethod.POST, "upload", BodyMode.STREAM, upload::handle);
    add(routes, HttpMethod.POST, "restore", BodyMode.JSON, this::restore);
  }

  private void add(
      Routes routes, HttpMethod method, String name, BodyMode body, RouteHandler handler) {
    routes.add(method, BASE + name, Access.PUBLIC, body, guard.guarding(handler));
  }

  private Future<HttpAnswer> info() {
    return manager
        .glance()
        .map(
            listing -> {
              JsonObject all = ManagerJson.info(listing, manager);
              JsonObject shown = new JsonObject();
              SHOWN.forEach(key -> shown.put(key, all.getValue(key)));
              return HttpAnswer.ok(shown);
            });
  }

  private Future<HttpAnswer> restore(ApiRequest request) {
    JsonObject body = request.json();
    try {
      RESTORE.check(body, "data");
    } catch (ShapeException malformed) {
      return Future.failedFuture(
          new HttpException(400, "Message format incorrect: " + malformed.getMessage()));
    }
    return manager
        .restore(
            new RestoreRequest(
                body.getString("backup_id"),
                body.getString("agent_id"),
                Optional.ofNullable(body.getString("password")).map(Secret::of),
                strings(body, "restore_addons"),
                body.getBoolean("restore_database", true),
                folders(body),
                true,
                false))
        .<HttpAnswer>map(new HttpAnswer.Empty(200))
        .recover(NewHubRoutes::failed);
  }

  private static Future<HttpAnswer> failed(Throwable failure) {
    if (failure instanceof BackupException known
        && known.kind() == BackupException.Kind.PASSWORD_INCORRECT) {
      return Future.succeededFuture(
          HttpAnswer.json(400, new JsonObject().put("code", "incorrect_password")));
    }
    return Evidence.isForPeople(failure) || failure instanceof IOException
        ? Future.succeededFuture(
            HttpAnswer.json(
                400,
                new JsonObject()
                    .put("code", "restore_failed")
                    .put("message", Evidence.words(failure))))
        : Future.failedFuture(failure);
  }

  private static Optional<List<Folder>> folders(JsonObject body) {
    return body.containsKey("restore_folders")
        ? Optional.of(
            strings(body, "restore_folders").stream()
                .flatMap(name -> Folder.ofWireName(name).stream())
                .toList())
        : Optional.empty();
  }

  private static List<String> strings(JsonObject body, String key) {
    return Optional.ofNullable(body.getJsonArray(key))
        .map(array -> array.stream().map(String.class::cast).toList())
        .orElseGet(List::of);
  }
}
