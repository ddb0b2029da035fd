package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.runtime.HubRuntime;

/**
 * The backups that are looked for and read so that they can be delivered, each once: those of this
 * machine one at a time, which leaves the disk to others as well, and beside them those that are
 * fetched from other locations, of which each may take as much room as the home. Nothing of them
 * outlives the process. Touched on the hub's context.
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
  private final Runnable ended;
  private final Set<Fetch> open = new LinkedHashSet<>();
  private final Map<Source, Future<Void>> last = new EnumMap<>(Source.class);
  private Optional<Cancellable> watching = Optional.empty();

  /**
   * @param changed hears when other copies are to be fetched than before, or one begins
   * @param ended hears when one has ended, however it went
   */
  Fetches(HubRuntime runtime, Runnable changed, Runnable ended) {
    this.runtime = runtime;
    this.changed = changed;
    this.ended = ended;
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
    List.copyOf(open)
        .forEach(
            fetch ->
                fetch.giveUp(
                    isRemoved,
                    "The location was removed while the backup was fetched. Nothing is sent."));
    changed.run();
  }

  /** Whether no other backup can be read now. */
  public boolean isFull() {
    return open.size() >= MOST;
  }

  /** The reading of a backup to which more locations can be added. */
  public Optional<Fetch> find(String backupId) {
    return of(backupId).filter(Fetch::isOpen).findFirst();
  }

  /** Whether an archive is being read, or waits for that, so that it can be sent. */
  boolean isFetching(String backupId) {
    return of(backupId).findAny().isPresent();
  }

  private Stream<Fetch> of(String backupId) {
    return List.copyOf(open).stream().filter(fetch -> fetch.backupId().equals(backupId));
  }

  /**
   * Locations are to get a copy as well of what is read already, or waits for that.
   *
   * @return as of {@link #begin}
   */
  public Future<Void> join(Fetch fetch, List<Waiting> waiting) {
    Future<Void> answer = fetch.ask(waiting);
    changed.run();
    return answer;
  }

  /**
   * Locations are to get a copy of a backup. From now on that can be seen and cancelled.
   *
   * @param work looks for it, {@link #queue queues} it and has its copies owed; it deletes what it
   *     leaves when that fails
   * @return succeeds when the copies are owed; fails with a sentence when none of them will be
   */
  public Future<Void> begin(
      String backupId, List<Waiting> waiting, Function<Fetch, Future<Void>> work) {
    Fetch fetch = new Fetch(runtime, backupId);
    Future<Void> answer = fetch.ask(waiting);
    open.add(fetch);
    changed.run();
    fetch.end().onComplete(done -> left(fetch));
    fetch.end(work.apply(fetch));
    return answer;
  }

  /** A backup was found, and is read when those before it have been. */
  public Future<Void> queue(
      Fetch fetch, AgentBackup found, Source source, Function<Fetch, Future<Void>> work) {
    fetch.found(found);
    Future<Void> read =
        last.getOrDefault(source, Future.succeededFuture())
            .transform(before -> fetch.isWanted() ? work.apply(fetch) : Future.succeededFuture());
    last.put(source, read);
    changed.run();
    return read;
  }

  /** Locations have their copies already. */
  public void areThere(Fetch fetch, Predicate<String> isThere) {
    fetch.giveUp(isThere, "The backup is in every one of these locations already.");
    changed.run();
  }

  private void left(Fetch fetch) {
    open.remove(fetch);
    changed.run();
    ended.run();
  }

  /** A copy of a backup is read from its beginning. */
  public void reading(Fetch fetch, AgentBackup copy) {
    fetch.begin(copy);
    changed.run();
  }

  /**
   * A location is not to get its copy.
   *
   * @return as of {@link Fetch#cancel}
   */
  Optional<Future<Boolean>> cancel(CopyId copy) {
    Optional<Future<Boolean>> cancelled =
        of(copy.backupId()).flatMap(fetch -> fetch.cancel(copy.agentId()).stream()).findFirst();
    changed.run();
    return cancelled;
  }

  /** Whether it is being written down who is owed a copy of this backup. */
  boolean isBecomingOwed(String backupId) {
    return of(backupId).anyMatch(Fetch::isBecomingOwed);
  }

  /** No location is to get a copy of this backup any more. */
  void forget(String backupId) {
    of(backupId).forEach(Fetch::forget);
  }

  /** What is fetched, and what waits for that. */
  List<DeliveryStatus> list() {
    return open.stream().flatMap(fetch -> fetch.status().stream()).toList();
  }
}
