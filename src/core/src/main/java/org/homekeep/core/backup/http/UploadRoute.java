package org.homekeep.core.backup.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.homekeep.core.backup.manager.BackupException;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.IncomingArchive;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.runtime.HubRuntime;

/**
 * {@code POST /api/backup/upload} (backup.md §5.2): the first file of a form of any size, straight
 * to the disk.
 */
final class UploadRoute {
  private static final long PATIENCE_MINUTES = 10;
  private static final String DEFAULT_NAME = "backup.tar";

  private final BackupManager manager;
  private final HubRuntime runtime;

  UploadRoute(BackupManager manager, HubRuntime runtime) {
    this.manager = manager;
    this.runtime = runtime;
  }

  Future<HttpAnswer> handle(ApiRequest request) {
    List<String> agentIds = request.queryAll("agent_id");
    if (agentIds.isEmpty()) {
      return fail(400, "The parameter agent_id must name at least one backup location.");
    }
    boolean known = manager.agents().stream().anyMatch(agent -> agentIds.contains(agent.agentId()));
    if (!known) {
      return fail(400, "None of the locations exists: " + String.join(", ", agentIds));
    }
    Promise<IncomingArchive.Opened> first = Promise.promise();
    HttpServerRequest raw = request.raw();
    raw.setExpectMultipart(true);
    raw.uploadHandler(upload -> take(upload, raw, first));
    raw.exceptionHandler(first::tryFail);
    raw.endHandler(end -> first.tryFail(new IOException("The form has no file.")));
    raw.resume();
    return manager
        .receive(agentIds, () -> await(first.future()))
        .map(id -> HttpAnswer.json(201, new JsonObject().put("backup_id", id)))
        .recover(failed -> fail(status(failed), message(failed)));
  }

  private void take(
      HttpServerFileUpload upload, HttpServerRequest raw, Promise<IncomingArchive.Opened> first) {
    if (first.future().isComplete()) {
      upload.handler(ignored -> {});
      return;
    }
    RequestFile file = new RequestFile(runtime, upload);
    raw.exceptionHandler(file::fail);
    String name = upload.filename();
    first.tryComplete(
        new IncomingArchive.Opened(name == null || name.isEmpty() ? DEFAULT_NAME : name, file));
  }

  private static IncomingArchive.Opened await(Future<IncomingArchive.Opened> first)
      throws IOException {
    try {
      return first
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The hub is stopping.", interrupted);
    } catch (ExecutionException broken) {
      throw new IOException("The upload broke off.", broken);
    } catch (TimeoutException silent) {
      throw new IOException("The client sends nothing.", silent);
    }
  }

  private static Future<HttpAnswer> fail(int status, String message) {
    return Future.failedFuture(new HttpException(status, message));
  }

  private static int status(Throwable failed) {
    return failed instanceof BackupException known
            && known.kind() == BackupException.Kind.INVALID_FILE_NAME
        ? 400
        : 500;
  }

  private static String message(Throwable failed) {
    boolean refused = failed instanceof BackupException || !(failed instanceof IOException);
    boolean notAnArchive = failed instanceof org.homekeep.core.backup.archive.ArchiveException;
    String verb = refused || notAnArchive ? "upload" : "write";
    return "Can't %s backup file: %s".formatted(verb, failed.getMessage());
  }
}
