package org.homekeep.core.backup.http;

import io.vertx.core.http.HttpMethod;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.Routes;
import org.homekeep.core.runtime.HubRuntime;

/** The routes of backups (backup.md §5), for administrators. */
public final class BackupRoutes {
  private final DownloadRoute download;
  private final UploadRoute upload;

  public BackupRoutes(BackupManager manager, HubRuntime runtime) {
    this.download = new DownloadRoute(manager, runtime);
    this.upload = new UploadRoute(manager, runtime);
  }

  /** Adds all routes. */
  public void register(Routes routes) {
    routes.add(
        HttpMethod.GET,
        "/api/backup/download/:backup_id",
        Access.ADMIN,
        BodyMode.NONE,
        download::handle);
    routes.add(
        HttpMethod.POST, "/api/backup/upload", Access.ADMIN, BodyMode.STREAM, upload::handle);
  }
}
