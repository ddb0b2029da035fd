package org.homekeep.core.backup.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.manager.BackupException;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.Copies;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.runtime.HubRuntime;

/**
 * {@code GET /api/backup/download/:backup_id} (backup.md §5.1). A wrong key is answered before the
 * first byte, and a stream that breaks breaks the connection: half an archive never looks whole.
 */
final class DownloadRoute {
  private static final int BUFFER = 64 * 1024;

  private final BackupManager manager;
  private final HubRuntime runtime;

  DownloadRoute(BackupManager manager, HubRuntime runtime) {
    this.manager = manager;
    this.runtime = runtime;
  }

  Future<HttpAnswer> handle(ApiRequest request) {
    Optional<BackupAgent> agent =
        request
            .query("agent_id")
            .flatMap(
                id ->
                    manager.agents().stream()
                        .filter(each -> each.agentId().equals(id))
                        .findFirst());
    if (agent.isEmpty()) {
      return Future.failedFuture(
          new HttpException(400, "The parameter agent_id must name a backup location."));
    }
    String backupId = request.pathParam("backup_id");
    Optional<Secret> key =
        request.query("password").filter(text -> !text.isEmpty()).map(Secret::of);
    return manager
        .copies()
        .get(agent.get(), backupId)
        .compose(
            backup ->
                backup.isProtected() && key.isPresent()
                    ? decrypted(request, agent.get(), backup, key.get())
                    : raw(request, agent.get(), backup))
        .recover(failed -> failed(request, failed));
  }

  private Future<HttpAnswer> raw(ApiRequest request, BackupAgent agent, AgentBackup backup) {
    HttpServerResponse response = request.raw().response();
    if (Copies.isLocal(agent)) {
      return manager
          .copies()
          .localFile(backup.backupId())
          .compose(
              file -> {
                describe(response, backup);
                return response.sendFile(file.toString());
              })
          .map(sent -> new HttpAnswer.Written());
    }
    return manager
        .copies()
        .download(
            agent, backup.backupId(), in -> send(in, response, backup, Optional.of(backup.size())))
        .map(sent -> new HttpAnswer.Written());
  }

  private Future<HttpAnswer> decrypted(
      ApiRequest request, BackupAgent agent, AgentBackup backup, Secret key) {
    HttpServerResponse response = request.raw().response();
    String backupId = backup.backupId();
    return manager
        .copies()
        .requireDecryptable(agent, backupId, key)
        .compose(
            opens ->
                manager
                    .copies()
                    .download(
                        agent, backupId, key, in -> send(in, response, backup, Optional.empty())))
        .map(sent -> new HttpAnswer.Written());
  }

  /** The head is sent when the location has given the first bytes, and not before. */
  private void send(
      InputStream in, HttpServerResponse response, AgentBackup backup, Optional<Long> length)
      throws IOException {
    ResponseOutput out = new ResponseOutput(runtime, response);
    byte[] buffer = new byte[BUFFER];
    boolean begun = false;
    for (int count = in.readNBytes(buffer, 0, BUFFER);
        count > 0;
        count = in.readNBytes(buffer, 0, BUFFER)) {
      if (!begun) {
        begin(out, response, backup, length);
        begun = true;
      }
      out.write(buffer, 0, count);
    }
    if (!begun) {
      throw new IOException("The location gave no archive.");
    }
    out.end();
  }

  private static void begin(
      ResponseOutput out, HttpServerResponse response, AgentBackup backup, Optional<Long> length)
      throws IOException {
    out.prepare(
        () -> {
          describe(response, backup);
          if (length.isPresent()) {
            response.putHeader("Content-Length", Long.toString(length.get()));
          } else {
            response.setChunked(true);
          }
        });
  }

  private static void describe(HttpServerResponse response, AgentBackup backup) {
    response
        .putHeader("Content-Type", "application/x-tar")
        .putHeader("Content-Disposition", "attachment; filename=" + slug(backup.name()) + ".tar");
  }

  /** Only letters, digits and underscores of ASCII: nothing that a header could break on. */
  static String slug(String name) {
    String slug =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    return slug.isEmpty() ? "backup" : slug;
  }

  private static Future<HttpAnswer> failed(ApiRequest request, Throwable failed) {
    HttpServerResponse response = request.raw().response();
    if (response.headWritten()) {
      response.reset();
      return Future.succeededFuture(new HttpAnswer.Written());
    }
    return Future.failedFuture(new HttpException(status(failed), message(failed)));
  }

  private static int status(Throwable failed) {
    if (failed instanceof BackupNotFoundException) {
      return 404;
    }
    if (failed instanceof BackupException known) {
      return switch (known.kind()) {
        case MANAGER, NOT_FOUND -> 404;
        case PASSWORD_INCORRECT, DECRYPT_NOT_SUPPORTED, READER_WRITER, INVALID_FILE_NAME -> 400;
      };
    }
    return 500;
  }

  private static String message(Throwable failed) {
    return String.valueOf(failed.getMessage());
  }
}
