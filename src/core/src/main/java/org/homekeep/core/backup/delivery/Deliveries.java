package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;
import org.homekeep.core.backup.ledger.Verdict;
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

  /** A location that did not come back for so long is not coming back. */
  private static final Duration LONGEST = Duration.ofDays(30);

  /** A hub that was off for as long has not tried yet. */
  private static final int ENOUGH = 20;

  private final DeliveryParts parts;
  private final DeliveryJournal journal;
  private final Archives archives;
  private final RetryDelays delays;
  private final Superseded superseded;
  private final LateDeliveries late;
  private final Map<Slot, Upload> running = new LinkedHashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();

  /** Backups whose first attempts are being made; the queues leave them alone until then. */
  private final Set<String> beginning = new HashSet<>();

  private Consumer<Delivered> deliveredListener = delivered -> {};
  private boolean stopped;

  /** A copy of a backup at a location. */
  private record Slot(String backupId, String agentId) {}

  /**
   * Deliveries that go on from the journal once they are started.
   *
   * @param random from 0 up to 1, spreads the attempts
   */
  public Deliveries(DeliveryParts parts, DeliveryJournal journal, DoubleSupplier random) {
    this.parts = parts;
    this.journal = journal;
    this.archives = new Archives(parts);
    this.delays = new RetryDelays(random);
    this.superseded = new Superseded(parts.store());
    this.late = new LateDeliveries(parts, journal, this::isRunning, this::deliverLate);
  }

  /** Hears of every copy that arrived after the first attempt had failed. */
  public void onDelivered(Consumer<Delivered> listener) {
    deliveredListener = listener;
  }

  /** Hears whenever {@link #list} has changed, progress apart. */
  public Cancellable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The hub has started: what is owed is delivered. */
  public void start(AgentSource source) {
    late.start(source);
  }

  /** The hub stops: what is on its way is given up, and goes on after the next start. */
  public void stop() {
    stopped = true;
    late.stop();
    List.copyOf(running.values())
        .forEach(upload -> upload.cancel(new BackupAgentException("The hub is stopping.")));
  }

  /** All owed copies, the oldest backup first. */
  public List<DeliveryStatus> list() {
    List<DeliveryStatus> all = new ArrayList<>();
    for (Outgoing outgoing : journal.all()) {
      for (Waiting waiting : outgoing.waiting()) {
        Optional<Upload> upload = running(new Slot(outgoing.backupId(), waiting.agentId()));
        all.add(
            new DeliveryStatus(
                outgoing.backup(),
                outgoing.automatic(),
                waiting,
                upload.isPresent(),
                upload.flatMap(Upload::progress)));
      }
    }
    return all;
  }

  /**
   * Makes the first attempts, all at once. What fails is tried again later.
   *
   * @return agent id → failure, of those that do not have their copy yet; the future itself
   *     succeeds
   */
  public Future<Map<String, Throwable>> deliver(Cargo cargo) {
    boolean local = cargo.agents().stream().anyMatch(Deliveries::isLocal);
    Instant now = parts.runtime().clock().instant();
    List<Waiting> waiting =
        Stream.concat(
                cargo.agents().stream().filter(agent -> !isLocal(agent)).map(BackupAgent::agentId),
                cargo.unavailable().stream())
            .map(agentId -> Waiting.from(agentId, now))
            .toList();
    Optional<String> file =
        local ? Optional.empty() : Optional.of(String.valueOf(cargo.file().getFileName()));
    Outgoing outgoing = new Outgoing(cargo.backup(), cargo.key(), cargo.automatic(), file, waiting);
    beginning.add(outgoing.backupId());
    return recorded(journal.begin(merged(outgoing)))
        .compose(begun -> supersede(cargo))
        .compose(begun -> attempts(cargo, outgoing))
        .eventually(() -> release(outgoing.backupId(), cargo.file()))
        .onComplete(
            done -> {
              beginning.remove(outgoing.backupId());
              late.look();
            });
  }

  private Future<Map<String, Throwable>> attempts(Cargo cargo, Outgoing outgoing) {
    boolean local = cargo.agents().stream().anyMatch(Deliveries::isLocal);
    Future<Path> settled = local ? adopt(cargo) : Future.succeededFuture(cargo.file());
    return settled.transform(
        adopted -> {
          Path file = adopted.succeeded() ? adopted.result() : cargo.file();
          List<Future<Void>> copies =
              cargo.agents().stream()
                  .map(
                      agent ->
                          isLocal(agent)
                              ? settled.<Void>mapEmpty()
                              : attempt(outgoing, file, Optional.of(cargo.measured()), agent))
                  .toList();
          return Future.join(copies)
              .transform(done -> Future.succeededFuture(errors(cargo.agents(), copies)));
        });
  }

  private static Map<String, Throwable> errors(
      List<BackupAgent> agents, List<Future<Void>> copies) {
    Map<String, Throwable> errors = new LinkedHashMap<>();
    for (int i = 0; i < agents.size(); i++) {
      Throwable cause = copies.get(i).cause();
      if (cause != null) {
        errors.put(agents.get(i).agentId(), cause);
      }
    }
    return errors;
  }

  private Future<Path> adopt(Cargo cargo) {
    UploadWatch watch = new UploadWatch(parts, LocalAgent.ID, cargo.backup());
    return parts
        .worker()
        .run(() -> parts.localDirectory().adopt(cargo.file(), cargo.backup()))
        .onComplete(done -> watch.end(done.succeeded()))
        .compose(
            file ->
                parts
                    .verifier()
                    .verify(parts.agents().local(), cargo.backup(), cargo.measured().digests())
                    .compose(Verdict::accepted)
                    .map(file));
  }

  /** Tries once to bring a copy to a location, and writes down how that went. */
  private Future<Void> attempt(
      Outgoing outgoing, Path file, Optional<Measured> measured, BackupAgent agent) {
    if (stopped) {
      return Future.failedFuture(new BackupAgentException("The hub is stopping."));
    }
    if (journal.find(outgoing.backupId(), agent.agentId()).isEmpty()) {
      return Future.failedFuture(new DeliveryCancelledException());
    }
    Slot slot = new Slot(outgoing.backupId(), agent.agentId());
    Upload upload = Upload.begin(parts, file, outgoing, measured, agent);
    running.put(slot, upload);
    changed();
    return upload
        .stored()
        .onComplete(done -> running.remove(slot))
        .transform(
            done ->
                recorded(
                        done.succeeded()
                            ? journal.settle(slot.backupId(), slot.agentId())
                            : failed(slot, done.cause()))
                    .compose(
                        written ->
                            done.succeeded()
                                ? Future.<Void>succeededFuture()
                                : Future.failedFuture(done.cause())))
        .onComplete(done -> changed());
  }

  private Future<Void> failed(Slot slot, Throwable why) {
    if (stopped || why instanceof DeliveryCancelledException) {
      return Future.succeededFuture();
    }
    LOG.atError()
        .addKeyValue("agent_id", slot.agentId())
        .addKeyValue("backup_id", slot.backupId())
        .setCause(why)
        .log("A location did not take the backup");
    Instant now = parts.runtime().clock().instant();
    boolean hopeless =
        journal
            .find(slot.backupId(), slot.agentId())
            .filter(waiting -> waiting.attempts() >= ENOUGH)
            .filter(waiting -> waiting.since().plus(LONGEST).isBefore(now))
            .isPresent();
    if (hopeless) {
      LOG.atError()
          .addKeyValue("agent_id", slot.agentId())
          .addKeyValue("backup_id", slot.backupId())
          .log("The delivery is given up after {} days", LONGEST.toDays());
      return journal.settle(slot.backupId(), slot.agentId());
    }
    return journal.change(
        slot.backupId(),
        slot.agentId(),
        waiting ->
            waiting.failed(
                AgentCalls.message(why), now.plus(delays.after(waiting.attempts() + 1))));
  }

  private Future<Void> deliverLate(Outgoing outgoing, BackupAgent agent) {
    return archives
        .find(outgoing)
        .transform(
            found ->
                found.succeeded()
                    ? attempt(outgoing, found.result(), Optional.empty(), agent)
                        .onSuccess(done -> tell(outgoing, agent))
                    : notFound(outgoing, agent, found.cause()))
        .eventually(() -> release(outgoing));
  }

  private Future<Void> notFound(Outgoing outgoing, BackupAgent agent, Throwable why) {
    Future<Void> noted =
        why instanceof BackupNotFoundException
            ? gone(outgoing, why)
            : recorded(failed(new Slot(outgoing.backupId(), agent.agentId()), why));
    return noted.transform(written -> Future.failedFuture(why));
  }

  private void tell(Outgoing outgoing, BackupAgent agent) {
    boolean complete = journal.find(outgoing.backupId()).isEmpty();
    deliveredListener.accept(
        new Delivered(outgoing.backup(), agent.agentId(), outgoing.automatic(), complete));
  }

  /** A backup that was deleted here in the meantime cannot be sent any more. */
  private Future<Void> gone(Outgoing outgoing, Throwable why) {
    LOG.atWarn()
        .addKeyValue("backup_id", outgoing.backupId())
        .setCause(why)
        .log("A backup that locations still waited for is not here any more");
    return forget(outgoing.backupId());
  }

  /** An existing archive is to go to more locations. */
  public Future<Void> send(Outgoing outgoing) {
    Optional<Outgoing> before = journal.find(outgoing.backupId());
    boolean replaced = outgoing.file().isPresent();
    return journal
        .begin(merged(outgoing))
        .compose(
            begun ->
                before
                    .filter(old -> replaced)
                    .map(archives::delete)
                    .orElseGet(Future::succeededFuture))
        .onComplete(begun -> late.look())
        .onComplete(begun -> changed());
  }

  /** What was owed of a backup before stays so; the archive that is there for sure is used. */
  private Outgoing merged(Outgoing added) {
    Optional<Outgoing> known = journal.find(added.backupId());
    if (known.isEmpty()) {
      return added;
    }
    Outgoing before = known.get();
    Stream<Waiting> more =
        added.waiting().stream().filter(each -> before.waitingFor(each.agentId()).isEmpty());
    return new Outgoing(
        before.backup(),
        before.key().or(added::key),
        before.automatic() && added.automatic(),
        added.file().or(before::file),
        Stream.concat(before.waiting().stream(), more).toList());
  }

  /** Whether an archive of this backup is kept for locations that wait for it. */
  public boolean isOwed(String backupId) {
    return journal.find(backupId).isPresent();
  }

  /** A location is not to get its copy; true when it was owed one. */
  public Future<Boolean> cancel(String backupId, String agentId) {
    if (journal.find(backupId, agentId).isEmpty()) {
      return Future.succeededFuture(false);
    }
    Optional<Outgoing> outgoing = journal.find(backupId);
    Future<Void> settled = journal.settle(backupId, agentId);
    running(new Slot(backupId, agentId))
        .ifPresent(upload -> upload.cancel(new DeliveryCancelledException()));
    changed();
    return recorded(settled)
        .compose(done -> outgoing.map(this::release).orElseGet(Future::succeededFuture))
        .map(true);
  }

  /** No location is to get a copy any more. */
  public Future<Void> forget(String backupId) {
    List<String> agentIds =
        journal.find(backupId).stream()
            .flatMap(outgoing -> outgoing.waiting().stream())
            .map(Waiting::agentId)
            .toList();
    return Future.join(agentIds.stream().map(agentId -> cancel(backupId, agentId)).toList())
        .mapEmpty();
  }

  private Future<Void> supersede(Cargo cargo) {
    if (!cargo.automatic()) {
      return Future.succeededFuture();
    }
    List<Future<Boolean>> dropped =
        superseded.among(journal.all()).entrySet().stream()
            .flatMap(
                each ->
                    each.getValue().stream()
                        .filter(agentId -> !running.containsKey(new Slot(each.getKey(), agentId)))
                        .map(agentId -> cancel(each.getKey(), agentId)))
            .toList();
    return recorded(Future.join(dropped).mapEmpty());
  }

  /** The file goes unless somebody waits for just that one. */
  private Future<Void> release(String backupId, Path file) {
    boolean needed =
        journal
            .find(backupId)
            .flatMap(Outgoing::file)
            .filter(String.valueOf(file.getFileName())::equals)
            .isPresent();
    return needed ? Future.succeededFuture() : archives.delete(file);
  }

  private Future<Void> release(Outgoing outgoing) {
    return journal.find(outgoing.backupId()).isEmpty()
        ? archives.delete(outgoing)
        : Future.succeededFuture();
  }

  /** The store tries again by itself; a full disk must not keep a copy from being sent. */
  private static Future<Void> recorded(Future<Void> saved) {
    return saved.recover(
        notWritten -> {
          LOG.atError().setCause(notWritten).log("The journal of deliveries is not written yet");
          return Future.succeededFuture();
        });
  }

  private boolean isRunning(String backupId, String agentId) {
    return beginning.contains(backupId) || running.containsKey(new Slot(backupId, agentId));
  }

  private Optional<Upload> running(Slot slot) {
    return Optional.ofNullable(running.get(slot));
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

  private static boolean isLocal(BackupAgent agent) {
    return agent.agentId().equals(LocalAgent.ID);
  }
}
