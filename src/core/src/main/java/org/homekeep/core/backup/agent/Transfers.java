package org.homekeep.core.backup.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.runtime.Timers;

/**
 * What locations are doing with copies and have not ended yet: uploads, those among them that
 * nobody wants any more, since a location may store what it has received even then, and deletions,
 * which would take away what is uploaded after them. Whoever deletes a copy does it by this class.
 * Touched on the hub's context.
 */
public final class Transfers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So long after it was given up a transfer should have ended. */
  private static final Duration LONG = AgentCalls.FORGOTTEN;

  private final AgentCalls calls;
  private final Timers timers;
  private final Clock clock;
  private final Map<CopyId, Open> open = new HashMap<>();

  /** Location → retention's deletions there. */
  private final Map<String, Future<Void>> prunings = new HashMap<>();

  private EndListener endListener = (copy, several) -> {};

  /** Hears when nothing is on its way to a location any more. */
  @FunctionalInterface
  public interface EndListener {
    /**
     * Nothing more arrives there.
     *
     * @param several whether there was more than one transfer at the same time: nobody knows which
     *     of them wrote last
     */
    void ended(CopyId copy, boolean several);
  }

  /**
   * What is being done.
   *
   * @param since when the last of it began, or was given up
   */
  private record Open(Future<?> end, Instant since, boolean several) {}

  /** Nothing is under way yet. */
  public Transfers(AgentCalls calls, Timers timers, Clock clock) {
    this.calls = calls;
    this.timers = timers;
    this.clock = clock;
  }

  /** Hears when transfers have ended. */
  public void onEnd(EndListener listener) {
    endListener = listener;
  }

  /** Whether a location is at it, wanted or not. */
  public boolean isOpen(CopyId copy) {
    return open.containsKey(copy);
  }

  /**
   * Until when a location is left alone that is still at a transfer which nobody wants: another one
   * would write to the same place at the same time. One that never ends holds up the next for some
   * hours.
   */
  public Optional<Instant> leftAloneUntil(CopyId copy) {
    return Optional.ofNullable(open.get(copy))
        .map(each -> each.since().plus(LONG))
        .filter(until -> until.isAfter(clock.instant()));
  }

  /**
   * A transfer has begun.
   *
   * @param end completes when nothing more of it can happen at the location
   */
  public void began(CopyId copy, Future<?> end) {
    Optional<Open> before = Optional.ofNullable(open.get(copy));
    Future<?> both = before.<Future<?>>map(first -> Future.join(first.end(), end)).orElse(end);
    open.put(copy, new Open(both, clock.instant(), before.isPresent()));
    both.onComplete(
        done -> {
          Open last = open.get(copy);
          if (last != null && last.end() == both) {
            open.remove(copy);
            endListener.ended(copy, last.several());
          }
        });
  }

  /** An upload, which may have taken hours, is not wanted any more. */
  public void gaveUp(CopyId copy) {
    open.computeIfPresent(
        copy, (id, each) -> new Open(each.end(), clock.instant(), each.several()));
  }

  /**
   * Tells a location to delete its copy, when nothing more of it arrives there. Until it has ended
   * that, whoever waits for the answer or not, nothing is uploaded in its place.
   */
  public AgentCalls.Ongoing<Void> delete(BackupAgent agent, String backupId) {
    CopyId copy = CopyId.of(backupId, agent);
    Promise<Void> end = Promise.promise();
    Future<Void> answer =
        ended(copy, agent)
            .onFailure(end::fail)
            .compose(
                now -> {
                  AgentCalls.Ongoing<Void> deletion =
                      calls.begin(agent, () -> agent.deleteBackup(backupId));
                  began(copy, deletion.end());
                  deletion.end().onComplete(end);
                  return deletion.answer();
                });
    return new AgentCalls.Ongoing<>(answer, end.future());
  }

  /**
   * Copies are deleted at a location because newer ones there are known to be good: until that has
   * ended, none of these is written over.
   *
   * @param end always succeeds
   */
  public void pruning(String agentId, Future<Void> end) {
    Future<Void> all = Future.join(pruned(agentId), end).mapEmpty();
    prunings.put(agentId, all);
    all.onComplete(done -> prunings.remove(agentId, all));
  }

  /** Whether a location is still at a deletion of retention. */
  public boolean isPruning(String agentId) {
    return prunings.containsKey(agentId);
  }

  /** Succeeds when what a location has may be written over. */
  public Future<Void> pruned(String agentId) {
    return prunings.getOrDefault(agentId, Future.succeededFuture());
  }

  /** Succeeds when nothing more arrives there; fails with a sentence when that takes too long. */
  private Future<Void> ended(CopyId copy, BackupAgent agent) {
    Open transfer = open.get(copy);
    if (transfer == null) {
      return Future.succeededFuture();
    }
    Promise<Void> ended = Promise.promise();
    Cancellable timer =
        timers.after(
            PATIENCE,
            () -> {
              if (leftAloneUntil(copy).isPresent()) {
                ended.tryFail(stillBusy(agent));
              } else {
                ended.tryComplete();
              }
            });
    transfer.end().onComplete(done -> ended.tryComplete());
    return ended.future().onComplete(done -> timer.cancel());
  }

  private static BackupAgentException stillBusy(BackupAgent agent) {
    return new BackupAgentException(
        "The location %s is still busy with this backup. Delete the backup again in a few minutes; if it stays so, reload the location."
            .formatted(agent.name()));
  }
}
