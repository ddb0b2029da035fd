package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.runtime.HubRuntime;

/**
 * The backups that are read so that they can be delivered, each once: those of this machine one at
 * a time, which leaves the disk to others as well, and beside them those that are fetched from
 * other locations, of which each may take as much room as the home. Nothing of them outlives the
 * process. Touched on the hub's context.
 */
public final class Fetches {
  /** So many can wait for their turn, or be read. */
  public static final int MOST = 100;

  /** Where an archive is read. */
  public enum Source {
    HERE,
    ELSEWHERE
  }

  private final HubRuntime runtime;
  private final Runnable changed;
  private final Map<String, Fetch> open = new LinkedHashMap<>();
  private final Map<Source, Future<Void>> last = new EnumMap<>(Source.class);
  private Optional<Cancellable> watching = Optional.empty();

  /**
   * @param changed hears when other copies are to be fetched than before, or one begins
   */
  Fetches(HubRuntime runtime, Runnable changed) {
    this.runtime = runtime;
    this.changed = changed;
  }

  void start(AgentSource source) {
    watching = Optional.of(source.onChange(() -> giveUp(source::isRemoved)));
  }

  void stop() {
    watching.ifPresent(Cancellable::cancel);
    watching = Optional.empty();
  }

  /** Who removes a location does not want more copies there. */
  private void giveUp(Predicate<String> isRemoved) {
    List.copyOf(open.values()).forEach(fetch -> fetch.giveUp(isRemoved));
    changed.run();
  }

  /** Whether no other backup can be read now. */
  public boolean isFull() {
    return open.size() >= MOST;
  }

  /**
   * Locations are to get a copy as well of what is read already, or waits for that.
   *
   * @return as of {@link #begin}; empty when the backup is not being read
   */
  public Optional<Future<Void>> join(String backupId, List<Waiting> waiting) {
    Optional<Future<Void>> answer =
        Optional.ofNullable(open.get(backupId))
            .filter(Fetch::isOpen)
            .map(fetch -> fetch.ask(waiting));
    answer.ifPresent(joined -> changed.run());
    return answer;
  }

  /**
   * A backup is read when those before it have been.
   *
   * @param work reads it, and has its copies owed; it deletes what it leaves when that fails
   * @return succeeds when the copies are owed; fails with a sentence when none of them will be
   */
  public Future<Void> begin(
      AgentBackup backup,
      Source source,
      List<Waiting> waiting,
      Function<Fetch, Future<Void>> work) {
    Fetch fetch = new Fetch(runtime, backup);
    Future<Void> answer = fetch.ask(waiting);
    open.put(backup.backupId(), fetch);
    changed.run();
    fetch.end().onComplete(done -> left(fetch));
    Future<Void> read =
        last.getOrDefault(source, Future.succeededFuture())
            .transform(before -> fetch.isWanted() ? work.apply(fetch) : Future.succeededFuture());
    last.put(source, read);
    fetch.end(read);
    return answer;
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
