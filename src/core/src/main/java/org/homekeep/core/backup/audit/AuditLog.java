package org.homekeep.core.backup.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.wire.UtcTime;

/** The log of all deletions. Its owner calls it on the hub's context. */
public final class AuditLog {
  /** Together with the files that were put aside, a few ten thousand deletions. */
  private static final long LIMIT = 1 << 20;

  private static final int GENERATIONS = 7;
  private static final int MOST_RECENT = 1_000;

  private final Worker worker;
  private final AuditFiles files;
  private final Clock clock;

  private AuditLog(Worker worker, AuditFiles files, Clock clock) {
    this.worker = worker;
    this.files = files;
    this.clock = clock;
  }

  /** Opens the log in a directory, which need not exist. */
  public static Future<AuditLog> open(HubRuntime runtime, Path directory) {
    Worker worker = runtime.worker("backup-audit", 1);
    AuditFiles files = new AuditFiles(directory, LIMIT, GENERATIONS);
    return worker.perform(files::open).map(opened -> new AuditLog(worker, files, runtime.clock()));
  }

  /** Adds lines; when the future succeeds, they are on the disk. */
  public Future<Void> append(List<AuditEntry> entries) {
    String now = UtcTime.format(clock.instant());
    List<JsonObject> lines =
        entries.stream()
            .map(entry -> new JsonObject().put("at", now).mergeIn(entry.json()))
            .toList();
    return worker.perform(() -> files.append(lines));
  }

  /** The ids of the backups that persons have deleted of late. */
  public Future<Set<String>> deletedByPersons() {
    return page(OptionalLong.empty(), MOST_RECENT)
        .map(
            page ->
                page.lines().stream()
                    .filter(line -> AuditEntry.ASKED.equals(line.getValue("reason")))
                    .map(line -> String.valueOf(line.getValue("backup_id")))
                    .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Reads lines, newest first.
   *
   * @param before the number of the line at which the page before ended
   */
  public Future<AuditPage> page(OptionalLong before, int count) {
    return worker.run(() -> files.page(before, count));
  }
}
