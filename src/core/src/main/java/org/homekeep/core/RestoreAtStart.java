package org.homekeep.core;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.homekeep.core.backup.restore.PendingRestore;
import org.homekeep.core.backup.restore.RestoreProgress;
import org.homekeep.core.http.WaitingRoom;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.VertxTimers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The restore that was ordered before the hub stopped. While it goes on, whoever comes to the hub's
 * address is told how far it is; when nobody can be, it goes on all the same.
 */
final class RestoreAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreAtStart.class);
  private static final String TITLE = "Restoring your backup";
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

  /** The work itself; blocking. */
  interface Restore {
    void apply(RestoreProgress progress) throws IOException;
  }

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final Restore restore;
  private final RestoreProgress progress = new RestoreProgress();
  private final WaitingRoom room;

  /** Call on the hub's context. */
  RestoreAtStart(Vertx vertx, WorkerExecutor worker, Restore restore) {
    this.vertx = vertx;
    this.worker = worker;
    this.restore = restore;
    this.room =
        new WaitingRoom(
            vertx,
            new VertxTimers(vertx, vertx.getOrCreateContext()),
            TITLE,
            this::words,
            this::details);
  }

  /** Does what was ordered, if anything was. Call on the hub's context. */
  static Future<Void> of(Vertx vertx, WorkerExecutor worker, HubOptions options) {
    HubDirectories directories = options.directories();
    RestoreAtStart start =
        new RestoreAtStart(vertx, worker, progress -> PendingRestore.apply(directories, progress));
    return worker
        .executeBlocking(() -> PendingRestore.isOrdered(directories), false)
        .compose(ordered -> ordered ? start.run(options.host(), options.port()) : start.restored());
  }

  /**
   * Restores, and says so meanwhile.
   *
   * @param port 0 when nobody can know the address yet
   */
  Future<Void> run(String host, int port) {
    LOG.atInfo().log("A backup is being restored; do not switch this machine off");
    long lines =
        vertx.setPeriodic(
            BETWEEN_LINES.toMillis(), id -> LOG.atInfo().log("{}", progress.now().sentence()));
    return opened(host, port)
        .compose(open -> restored())
        .eventually(
            () -> {
              vertx.cancelTimer(lines);
              return room.close();
            });
  }

  private Future<?> opened(String host, int port) {
    return port == 0
        ? Future.succeededFuture()
        : room.listen(host, port)
            .otherwise(
                why -> {
                  LOG.atWarn()
                      .addKeyValue("port", port)
                      .setCause(why)
                      .log("Nobody can be told at this port that a backup is being restored");
                  return port;
                });
  }

  private Future<Void> restored() {
    return worker.executeBlocking(
        () -> {
          restore.apply(progress);
          return null;
        },
        false);
  }

  private String words() {
    return "Homekeep is restoring a backup. %s That can take many minutes. Do not switch this machine off; this page comes back by itself."
        .formatted(progress.now().sentence());
  }

  /** The same for programs that have words of their own. */
  private JsonObject details() {
    RestoreProgress.Moment now = progress.now();
    return new JsonObject()
        .put(
            "restore",
            new JsonObject()
                .put("step", now.step().code())
                .put("read_bytes", now.readBytes())
                .put("total_bytes", now.totalBytes()));
  }
}
