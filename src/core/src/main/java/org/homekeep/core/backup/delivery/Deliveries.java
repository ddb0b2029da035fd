package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.homekeep.api.Cancellable;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.local.LocalAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings archives to their locations, each on its own: at once, and again until it works.
 *
 * <p>Every owed copy stands in the journal before its first byte is sent, so that a killed process
 * goes on where it was. Touched on the hub's context.
 */
public final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final DeliveryJournal journal;
  private final Archives archives;
  private final ReleasedFiles released;
  private final Attempts attempts;
  private final Owed owed;
  private final FirstAttempts first;
  private final LateDeliveries late;
  private final CleanUps cleanUps;
  private final Fetches fetches;
  private final Interrupted interrupted;
  private final List<Runnable> listeners = new ArrayList<>();
  private Consumer<Delivered> deliveredListener = delivered -> {};

  /**
   * Deliveries that go on from the journal once they are started.
   *
   * @param random from 0 up to 1, spreads the attempts
   */
  public Deliveries(DeliveryParts parts, DeliveryJournal journal, DoubleSupplier random) {
    this.journal = journal;
    this.archives =
        new Archives(
            parts.agents().local(), parts.localDirectory(), parts.temporary(), parts.worker());
    this.released = new ReleasedFiles(journal, parts.temporary(), parts.worker(), parts.timers());
    this.fetches = new Fetches(parts.runtime(), this::changed, this::look);
    SoleCopies soles =
        new SoleCopies(parts.agents(), parts.verifier(), parts.runtime().clock(), journal);
    this.attempts = new Attempts(parts, journal, soles, random, this::changed);
    this.owed =
        new Owed(
            journal,
            archives,
            released,
            attempts,
            new Superseded(parts.store(), parts.policy()),
            soles,
            parts.audit(),
            parts.trouble(),
            this::changed);
    this.first = new FirstAttempts(parts, owed, attempts);
    LateAttempts again =
        new LateAttempts(
            journal,
            archives,
            attempts,
            parts.verifier(),
            owed,
            released,
            parts.trouble(),
            delivered -> deliveredListener.accept(delivered));
    this.interrupted =
        new Interrupted(
            parts.agents().local(),
            parts.localDirectory(),
            parts.worker(),
            journal,
            delivered -> deliveredListener.accept(delivered));
    this.late = new LateDeliveries(parts, journal, this::isBusy, again, owed, soles);
    this.cleanUps =
        new CleanUps(
            parts.agents(),
            parts.calls(),
            parts.timers(),
            parts.runtime().clock(),
            journal,
            copy ->
                parts.transfers().isOpen(copy)
                    && (attempts.isRunning(copy)
                        || parts.transfers().leftAloneUntil(copy).isPresent()));
    parts
        .transfers()
        .onEnd(
            (copy, several) -> {
              if (several) {
                verifyAgain(parts, copy);
              }
              cleanUps.givenUp();
              late.look();
            });
    journal.onGivenUp(cleanUps::givenUp);
  }

  private boolean isBusy(CopyId copy) {
    return first.isBeginning(copy.backupId())
        || fetches.isBecomingOwed(copy.backupId())
        || attempts.isRunning(copy);
  }

  private void look() {
    late.look();
  }

  /** An upload that had been given up ended after another one: it may have written over it. */
  private void verifyAgain(DeliveryParts parts, CopyId copy) {
    attempts
        .rest(copy)
        .onSuccess(
            rested ->
                parts
                    .agents()
                    .find(copy.agentId())
                    .ifPresent(agent -> parts.verifier().verifyAgain(agent, copy.backupId())));
  }

  /** Hears of every copy that arrived after the first attempt had failed. */
  public void onDelivered(Consumer<Delivered> listener) {
    deliveredListener = listener;
  }

  /** Hears whenever {@link #all} has changed, progress apart. */
  public Cancellable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The hub has started: what is owed is delivered. */
  public void start(AgentSource source) {
    released.delete();
    interrupted.settle();
    late.start(source);
    fetches.start(source);
    cleanUps.start(source);
  }

  /** The hub stops: what is on its way is given up, and goes on after the next start. */
  public void stop() {
    late.stop();
    fetches.stop();
    cleanUps.stop();
    released.stop();
    attempts.stop();
  }

  /** Backups that are fetched so that they can be delivered. */
  public Fetches fetches() {
    return fetches;
  }

  /** All copies that locations wait for: those that are owed, and those that are fetched first. */
  public List<DeliveryStatus> all() {
    return Stream.concat(list().stream(), fetches.list().stream()).toList();
  }

  /** All owed copies, the oldest backup first. */
  public List<DeliveryStatus> list() {
    return journal.all().stream()
        .flatMap(outgoing -> outgoing.waiting().stream().map(waiting -> status(outgoing, waiting)))
        .toList();
  }

  private DeliveryStatus status(Outgoing outgoing, Waiting waiting) {
    CopyId copy = new CopyId(outgoing.backupId(), waiting.agentId());
    return new DeliveryStatus(
        outgoing.backupId(),
        Optional.of(outgoing.backup().name()),
        outgoing.automatic(),
        waiting,
        attempts.isRunning(copy) ? DeliveryStatus.State.UPLOADING : DeliveryStatus.State.WAITING,
        attempts.progress(copy));
  }

  /**
   * Makes the first attempts, all at once. What fails is tried again later.
   *
   * @return agent id → failure, of those that do not have their copy yet; the future itself
   *     succeeds
   */
  public Future<Map<String, Throwable>> deliver(Cargo cargo) {
    return first.make(cargo).onComplete(done -> late.look());
  }

  /** An existing archive, which was read for that, is to go to more locations. */
  public Future<Void> send(Fetch fetch, Outgoing outgoing) {
    return owed.add(outgoing, fetch::owed).compose(added -> cancelUnwanted(fetch));
  }

  /** What was cancelled while the journal was written is cancelled before it can be sent. */
  private Future<Void> cancelUnwanted(Fetch fetch) {
    List<Future<Boolean>> cancelled = new ArrayList<>();
    fetch
        .unwanted()
        .forEach(
            (agentId, answer) ->
                cancelled.add(
                    owed.cancel(new CopyId(fetch.backupId(), agentId))
                        .onSuccess(done -> fetch.cancelled(agentId))
                        .onComplete(answer)));
    return Future.join(cancelled).transform(done -> Future.succeededFuture());
  }

  /** How many bytes the archives take that are kept only because locations wait for them. */
  public long keptBytes() {
    return journal.all().stream()
        .filter(outgoing -> outgoing.place().temporary().isPresent())
        .mapToLong(outgoing -> outgoing.backup().size())
        .sum();
  }

  /** Whether an archive of this backup is kept for locations that wait for it. */
  public boolean isOwed(String backupId) {
    return journal.isOwed(backupId);
  }

  /**
   * Whether a copy is what locations that wait for theirs get it from, and what they fall back on
   * when they never do.
   */
  public boolean isSource(CopyId copy) {
    return fetches.isFetching(copy.backupId())
        || journal
            .find(copy.backupId())
            .filter(
                outgoing ->
                    !outgoing.waiting().isEmpty()
                        && (copy.agentId().equals(LocalAgent.ID)
                            || outgoing.place().from().equals(Optional.of(copy.agentId()))))
            .isPresent();
  }

  /** Whether the archive of this backup lies here only until locations have taken it. */
  public boolean isUnsent(String backupId) {
    return journal
        .find(backupId)
        .filter(outgoing -> outgoing.place().temporary().isPresent())
        .isPresent();
  }

  /**
   * A location is not to get its copy; true when it was to get one. An archive that is nowhere else
   * is stored here instead; fails with a sentence when it is just that which is cancelled.
   */
  public Future<Boolean> cancel(CopyId copy) {
    // Who asks for a copy that is owed already waits for it twice.
    return fetches
        .cancel(copy)
        .orElseGet(() -> Future.succeededFuture(false))
        .compose(fetched -> owed.cancel(copy).map(cancelled -> fetched || cancelled))
        .onComplete(done -> late.look());
  }

  /** No location is to get a copy any more. */
  public Future<Void> forget(String backupId) {
    Optional<Outgoing> before = journal.find(backupId);
    boolean beginning = first.forget(backupId);
    fetches.forget(backupId);
    return owed.forget(backupId)
        .compose(
            forgotten ->
                beginning
                    ? Future.succeededFuture()
                    : before.map(archives::deleteUnnamed).orElseGet(Future::succeededFuture));
  }

  private void changed() {
    for (Runnable listener : List.copyOf(listeners)) {
      try {
        listener.run();
      } catch (RuntimeException failed) {
        LOG.atError().setCause(failed).log("A listener of deliveries failed");
      }
    }
  }
}
