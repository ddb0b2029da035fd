package org.homekeep.core.backup.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.manager.BackupException;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.IncomingArchive;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.MultipartFirstPart;
import org.homekeep.core.http.RequestInputStream;
import org.homekeep.core.runtime.HubRuntime;

/**
 * {@code POST /api/backup/upload} (backup.md §5.2): the first file of a form of any size, straight
 * to the disk.
 */
final class UploadRoute {
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
    HttpServerRequest raw = request.raw();
    String contentType = Optional.ofNullable(raw.getHeader("Content-Type")).orElse("");
    RequestInputStream body = RequestInputStream.open(runtime.context(), raw);
    return manager
        .receive(agentIds, () -> opened(body, contentType))
        .map(id -> HttpAnswer.json(201, new JsonObject().put("backup_id", id)))
        .onComplete(done -> body.close())
        .recover(UploadRoute::failed);
  }

  private static IncomingArchive.Opened opened(RequestInputStream body, String contentType)
      throws IOException {
    try {
      MultipartFirstPart part = MultipartFirstPart.open(body, contentType);
      return new IncomingArchive.Opened(part.fileName().orElse(DEFAULT_NAME), part.content());
    } catch (HttpException malformed) {
      throw new IOException(malformed);
    }
  }

  private static Future<HttpAnswer> failed(Throwable failed) {
    return failed.getCause() instanceof HttpException malformed
        ? Future.failedFuture(malformed)
        : fail(status(failed), message(failed));
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
    boolean ofTheDisk = failed instanceof IOException && !Evidence.isForPeople(failed);
    return "Can't %s backup file: %s"
        .formatted(ofTheDisk ? "write" : "upload", Evidence.words(failed));
  }
}
