package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.runtime.HubRuntime;

/**
 * The backups that are fetched so that they can be delivered: one at a time, since each may take as
 * much room as the home, and each once. Nothing of them outlives the process. Touched on the hub's
 * context.
 */
public final class Fetches {
  /** So many can wait for their turn, or be fetched. */
  public static final int MOST = 20;

  private final HubRuntime runtime;
  private final Runnable changed;
  private final Map<String, Fetch> open = new LinkedHashMap<>();
  private Future<Void> last = Future.succeededFuture();

  /**
   * @param changed hears when other copies are to be fetched than before, or one begins
   */
  Fetches(HubRuntime runtime, Runnable changed) {
    this.runtime = runtime;
    this.changed = changed;
  }

  /** Whether no other backup can be fetched now. */
  public boolean isFull() {
    return open.size() >= MOST;
  }

  /** Locations are to get a copy as well of what is fetched already, or waits for that. */
  public Optional<Fetch> join(String backupId, List<Waiting> waiting) {
    Optional<Fetch> found = Optional.ofNullable(open.get(backupId)).filter(Fetch::isOpen);
    found.ifPresent(
        fetch -> {
          fetch.add(waiting);
          changed.run();
        });
    return found;
  }

  /**
   * A backup is fetched when those before it have been.
   *
   * @param work fetches it, and has its copies owed; it deletes what it leaves when that fails
   */
  public Fetch begin(
      AgentBackup backup, List<Waiting> waiting, Function<Fetch, Future<Void>> work) {
    Fetch fetch = new Fetch(runtime, backup, waiting);
    open.put(backup.backupId(), fetch);
    changed.run();
    fetch.end().onComplete(done -> left(fetch));
    last =
        last.transform(before -> fetch.isWanted() ? work.apply(fetch) : Future.succeededFuture());
    fetch.end(last);
    return fetch;
  }

  private void left(Fetch fetch) {
    open.remove(fetch.backup().backupId(), fetch);
    changed.run();
  }

  /** A copy of a backup is read from its beginning. */
  public void reading(Fetch fetch, AgentBackup copy) {
    fetch.begin(copy);
    changed.run();
  }

  /** A location is not to get its copy; true when it was to get one. */
  boolean cancel(CopyId copy) {
    boolean cancelled =
        Optional.ofNullable(open.get(copy.backupId()))
            .filter(fetch -> fetch.cancel(copy.agentId()))
            .isPresent();
    if (cancelled) {
      changed.run();
    }
    return cancelled;
  }

  /** No location is to get a copy of this backup any more. */
  void forget(String backupId) {
    Optional.ofNullable(open.get(backupId)).ifPresent(Fetch::forget);
  }

  /** What is fetched, and what waits for that. */
  List<DeliveryStatus> list() {
    return open.values().stream().flatMap(fetch -> fetch.status().stream()).toList();
  }
}
