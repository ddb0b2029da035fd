package org.homekeep.core.backup.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupException;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.ResponseOutputStream;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.wire.ShownText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/backup/download/:backup_id} (backup.md §5.1). A wrong key is answered before the
 * first byte, and a stream that breaks breaks the connection: half an archive never looks whole.
 */
final class DownloadRoute {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadRoute.class);
  private static final int MOST_DOWNLOADS = 8;

  private final BackupManager manager;
  private final HubRuntime runtime;
  private final Worker worker;

  DownloadRoute(BackupManager manager, HubRuntime runtime) {
    this.manager = manager;
    this.runtime = runtime;
    this.worker = runtime.worker("backup-download", MOST_DOWNLOADS);
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
                backup.isProtected() && (key.isPresent() || wantsDecrypted(request))
                    ? decrypted(request, agent.get(), backup, key)
                    : raw(request, agent.get(), backup))
        .recover(failed -> failed(request, failed));
  }

  /** Without a key Home Assistant's clients want the archive as it is; ours ask for more. */
  private static boolean wantsDecrypted(ApiRequest request) {
    return request.query("decrypt").filter("true"::equals).isPresent();
  }

  private Future<HttpAnswer> raw(ApiRequest request, BackupAgent agent, AgentBackup backup) {
    HttpServerResponse response = request.raw().response();
    if (LocalAgent.isLocal(agent)) {
      return manager
          .copies()
          .localFile(backup.backupId())
          .compose(file -> local(request, backup, file.toString()));
    }
    response.putHeader("Content-Length", Long.toString(backup.size()));
    return stream(response, backup, sink -> manager.copies().download(agent, backup, sink));
  }

  private static Future<HttpAnswer> local(ApiRequest request, AgentBackup backup, String file) {
    HttpServerResponse response = request.raw().response();
    long size = backup.size();
    Optional<FileRange> range =
        request.header("If-Range").isPresent()
            ? Optional.empty()
            : FileRange.of(request.header("Range"), size);
    if (range.filter(piece -> piece.length() == 0).isPresent()) {
      return Future.succeededFuture(
          new HttpAnswer.Full(
              416,
              "application/json",
              new JsonObject().put("message", "The backup ends before this range.").encode(),
              Map.of("Content-Range", "bytes */" + size)));
    }
    describe(response, backup);
    response.putHeader("Accept-Ranges", "bytes");
    return range
        .map(
            piece -> {
              response.setStatusCode(206).putHeader("Content-Range", piece.within(size));
              return response.sendFile(file, piece.first(), piece.length());
            })
        .orElseGet(() -> response.sendFile(file))
        .map(sent -> new HttpAnswer.Written());
  }

  private Future<HttpAnswer> decrypted(
      ApiRequest request, BackupAgent agent, AgentBackup backup, Optional<Secret> given) {
    return manager
        .copies()
        .keyForDownload(agent, backup, given)
        .compose(
            key ->
                stream(
                    request.raw().response(),
                    backup,
                    sink -> manager.copies().download(agent, backup, key, sink)));
  }

  /** Begins to read a copy. */
  private interface Download {
    Future<Void> into(ArchiveSink sink);
  }

  /** The head is sent with the first bytes of the location, and not before. */
  private Future<HttpAnswer> stream(
      HttpServerResponse response, AgentBackup backup, Download download) {
    describe(response, backup);
    return ResponseOutputStream.send(
        runtime.context(),
        worker,
        response,
        body -> await(begun(() -> download.into(body::writeAll))));
  }

  /** Agents are called on the hub's context, and the body is written by a worker. */
  private Future<Void> begun(Supplier<Future<Void>> download) {
    Promise<Void> done = Promise.promise();
    runtime.execute(() -> download.get().onComplete(done));
    return done.future();
  }

  private static void await(Future<Void> download) throws Exception {
    try {
      download.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
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
      LOG.atInfo()
          .addKeyValue("path", request.raw().path())
          .addKeyValue("reason", failed.getMessage())
          .log("A download broke off");
      response.reset();
      return Future.succeededFuture(new HttpAnswer.Written());
    }
    response.headers().remove("Content-Length").remove("Content-Disposition");
    response.setChunked(false);
    return code(failed)
        .map(
            code ->
                Future.succeededFuture(
                    HttpAnswer.json(
                        status(failed),
                        new JsonObject()
                            .put("message", ShownText.of(message(failed)))
                            .put("code", code))))
        .orElseGet(() -> Future.failedFuture(new HttpException(status(failed), message(failed))));
  }

  /** What programs tell from other refusals, by the name that the commands of backups have. */
  private static Optional<String> code(Throwable failed) {
    if (failed instanceof BackupException known) {
      return switch (known.kind()) {
        case PASSWORD_INCORRECT -> Optional.of("password_incorrect");
        case DECRYPT_NOT_SUPPORTED -> Optional.of("decrypt_not_supported");
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  /** As backup.md §5.1 has it; a key that does not fit is the client's mistake. */
  static int status(Throwable failed) {
    // Somebody may delete the file after it was found.
    if (failed instanceof BackupNotFoundException
        || failed instanceof NoSuchFileException
        || failed instanceof FileNotFoundException) {
      return 404;
    }
    if (failed instanceof BackupException known) {
      return switch (known.kind()) {
        case NO_COPY, NOT_FOUND -> 404;
        case PASSWORD_INCORRECT, DECRYPT_NOT_SUPPORTED -> 400;
        case MANAGER,
            NO_LOCATION,
            BUSY,
            READER_WRITER,
            NO_SPACE,
            NO_DIRECTORY,
            NO_HOME,
            INVALID_FILE_NAME ->
            500;
      };
    }
    return 500;
  }

  private static String message(Throwable failed) {
    return status(failed) == 404 && failed instanceof IOException
        ? "The file of the backup is not there any more."
        : Evidence.ofLocation(failed);
  }
}
