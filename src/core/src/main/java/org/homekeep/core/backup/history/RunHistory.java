package org.homekeep.core.backup.history;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.UnsupportedStoreVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of the history; touched on the hub's context alone. No backup fails because of it:
 * what the disk does not take is written later.
 */
public final class RunHistory {
  private static final Logger LOG = LoggerFactory.getLogger(RunHistory.class);

  private final Store<HistoryDocument> store;
  private final Clock clock;
  private HistoryDocument document;
  private Future<Void> written = Future.succeededFuture();

  private RunHistory(Store<HistoryDocument> store, Clock clock, HistoryDocument document) {
    this.store = store;
    this.clock = clock;
    this.document = document;
  }

  /**
   * Reads what is stored; a run whose end nobody saw was cut off. What cannot be read keeps no hub
   * down, but for a document of a newer version.
   */
  public static Future<RunHistory> open(Storage storage, Clock clock) {
    Store<HistoryDocument> store = storage.open(HistoryCodec.KEY, new HistoryCodec());
    return store
        .load()
        .recover(
            failed -> {
              if (failed instanceof UnsupportedStoreVersionException) {
                return Future.failedFuture(failed);
              }
              LOG.atError().setCause(failed).log("The history of backups cannot be read");
              return Future.succeededFuture(Optional.empty());
            })
        .map(loaded -> loaded.orElse(HistoryDocument.EMPTY))
        .map(found -> new RunHistory(store, clock, found.changed(run -> true, Run::afterTheEnd)));
  }

  /**
   * A run begins.
   *
   * @return its number
   */
  public long begun(boolean automatic, String name, Optional<String> backupId) {
    long number = document.nextNumber();
    keep(
        document.with(
            new Run(
                number,
                clock.instant(),
                Optional.empty(),
                automatic,
                name,
                backupId,
                Run.Ending.RUNNING)));
    return number;
  }

  /** A run that has begun ends. */
  public void ended(long number, Run.Ending how) {
    keep(document.changed(run -> run.number() == number, run -> run.endedAt(clock.instant(), how)));
  }

  /** A location has got its copy after all. */
  public void delivered(String backupId, String agentId) {
    HistoryDocument changed =
        document.changed(
            run -> run.backupId().filter(backupId::equals).isPresent(),
            run -> run.delivered(agentId, clock.instant()));
    if (!changed.equals(document)) {
      keep(changed);
    }
  }

  private void keep(HistoryDocument changed) {
    document = changed;
    written =
        store
            .save(changed)
            .onFailure(
                failed ->
                    LOG.atWarn().setCause(failed).log("The history of backups is not written yet"))
            .otherwiseEmpty();
  }

  /** Succeeds when the disk has taken what was noted last, or has refused it. */
  public Future<Void> written() {
    return written;
  }

  /**
   * Some runs, newest first.
   *
   * @param before the number of the run at which the page before ended
   */
  public HistoryPage page(OptionalLong before, int count) {
    List<Run> found = new ArrayList<>();
    List<Run> all = document.runs();
    for (int i = all.size() - 1; i >= 0 && found.size() <= count; i--) {
      Run run = all.get(i);
      if (before.isEmpty() || run.number() < before.getAsLong()) {
        found.add(run);
      }
    }
    if (found.size() <= count) {
      return new HistoryPage(found, OptionalLong.empty());
    }
    List<Run> shown = found.subList(0, count);
    return new HistoryPage(shown, OptionalLong.of(shown.get(count - 1).number()));
  }
}
