package org.homekeep.core.backup.delivery;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.runtime.HubRuntime;

/**
 * A backup that is looked for and read, on this machine or at another location, because locations
 * are to get it. Touched on the hub's context.
 */
public final class Fetch {
  private final HubRuntime runtime;
  private final Promise<Void> end = Promise.promise();
  private final List<Ask> asks = new ArrayList<>();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final String backupId;
  private final Map<String, Promise<Boolean>> unwanted = new LinkedHashMap<>();
  private Optional<AgentBackup> backup = Optional.empty();
  private List<Waiting> waiting = List.of();
  private Optional<Speed> speed = Optional.empty();
  private Stage stage = Stage.READING;

  /** How far it is. */
  private enum Stage {
    /** It is looked for or read, or waits for that. */
    READING,
    /** It is here, and the journal is being written. */
    COMPLETE,
    /** The journal says who is owed a copy. */
    OWED
  }

  /** What somebody asked for, who hears what becomes of it. */
  private record Ask(Set<String> agentIds, Promise<Void> answer) {
    boolean isFor(List<Waiting> waiting) {
      return waiting.stream().map(Waiting::agentId).anyMatch(agentIds::contains);
    }
  }

  Fetch(HubRuntime runtime, String backupId) {
    this.runtime = runtime;
    this.backupId = backupId;
    end.future()
        .onComplete(
            done -> {
              asks.forEach(ask -> answer(ask, done));
              // What was not owed before the end never will be.
              unwanted.values().forEach(answer -> answer.tryComplete(true));
            });
  }

  private static void answer(Ask ask, AsyncResult<Void> done) {
    if (done.succeeded()) {
      ask.answer().tryComplete();
    } else {
      ask.answer().tryFail(done.cause());
    }
  }

  /**
   * Succeeds when the copies are owed; fails when they will not be, at once when nobody wants them
   * any more.
   */
  public Future<Void> end() {
    return end.future();
  }

  /** The backup. */
  public String backupId() {
    return backupId;
  }

  /** The locations that are to get a copy. */
  public List<Waiting> waiting() {
    return waiting;
  }

  /** Whether somebody still wants it. */
  public boolean isWanted() {
    return !end.future().isComplete();
  }

  /** What is known of it. */
  void found(AgentBackup description) {
    backup = Optional.of(description);
  }

  /** A copy of it is read from its beginning. */
  public void begin(AgentBackup copy) {
    backup = Optional.of(copy);
    arrived.set(0);
    speed = Optional.of(new Speed(runtime.clock()));
  }

  /** The archive as it arrives, under the eyes of whoever looks how far it is. On any thread. */
  public InputStream watched(InputStream archive) {
    return new FilterInputStream(archive) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
          arrived.addAndGet(count);
          tell();
        }
        return count;
      }
    };
  }

  /** However many reads there are, one word of them is on its way at a time. */
  private void tell() {
    if (telling.compareAndSet(false, true)) {
      runtime.execute(
          () -> {
            telling.set(false);
            speed.ifPresent(known -> known.arrived(arrived.get()));
          });
    }
  }

  /** The archive is here and sound, and is owed as soon as the journal is written. */
  public void complete() {
    stage = Stage.COMPLETE;
  }

  /** The copies are owed: from now on deliveries are listed and cancelled, and not this. */
  void owed() {
    stage = Stage.OWED;
  }

  /**
   * The locations for which it was cancelled while the journal was written, and who hears what
   * comes of that.
   */
  Map<String, Promise<Boolean>> unwanted() {
    return unwanted;
  }

  /** Whether the archive is here, and nobody knows yet who is owed a copy. */
  boolean isBecomingOwed() {
    return stage != Stage.READING && !end.future().isComplete();
  }

  /** Whether more locations can still be added. */
  boolean isOpen() {
    return stage == Stage.READING && isWanted();
  }

  /** More locations are to get a copy; fails when none of these will be owed one. */
  Future<Void> ask(List<Waiting> more) {
    waiting =
        Stream.concat(waiting.stream(), more.stream().filter(each -> !isWaiting(each.agentId())))
            .toList();
    Ask ask =
        new Ask(more.stream().map(Waiting::agentId).collect(Collectors.toSet()), Promise.promise());
    asks.add(ask);
    return ask.answer().future();
  }

  boolean isWaiting(String agentId) {
    return waiting.stream().anyMatch(each -> each.agentId().equals(agentId));
  }

  /**
   * A location is not to get its copy.
   *
   * @return succeeds when that is certain, with whether it was to get one; empty when this has
   *     nothing to do with it
   */
  Optional<Future<Boolean>> cancel(String agentId) {
    if (!isWaiting(agentId) || end.future().isComplete() || stage == Stage.OWED) {
      return Optional.empty();
    }
    if (stage == Stage.COMPLETE) {
      return Optional.of(unwanted.computeIfAbsent(agentId, id -> Promise.promise()).future());
    }
    cancelled(agentId);
    return Optional.of(Future.succeededFuture(true));
  }

  /** A location does not get its copy, because somebody has cancelled that. */
  void cancelled(String agentId) {
    drop(agentId, "The delivery was cancelled while the backup was fetched. Nothing is sent.");
  }

  /** Some locations are not to get their copies, if that can still be changed. */
  void giveUp(Predicate<String> isNotToGetIt, String why) {
    if (isOpen()) {
      waiting.stream()
          .map(Waiting::agentId)
          .filter(isNotToGetIt)
          .forEach(agentId -> drop(agentId, why));
    }
  }

  /** The last one ends the fetch. */
  private void drop(String agentId, String why) {
    waiting = waiting.stream().filter(each -> !each.agentId().equals(agentId)).toList();
    BackupAgentException reason = new BackupAgentException(why);
    asks.stream().filter(ask -> !ask.isFor(waiting)).forEach(ask -> ask.answer().tryFail(reason));
    if (waiting.isEmpty() && isOpen()) {
      end.tryFail(reason);
    }
  }

  /** No location is to get a copy any more. */
  void forget() {
    end.tryFail(new BackupAgentException("The backup was deleted in the meantime."));
  }

  void end(Future<Void> result) {
    result.onSuccess(end::tryComplete).onFailure(end::tryFail);
  }

  List<DeliveryStatus> status() {
    if (stage == Stage.OWED) {
      return List.of();
    }
    DeliveryStatus.State state =
        speed.isPresent() ? DeliveryStatus.State.FETCHING : DeliveryStatus.State.TO_BE_FETCHED;
    return waiting.stream()
        .map(
            each ->
                new DeliveryStatus(
                    backupId, backup.map(AgentBackup::name), false, each, state, progress()))
        .toList();
  }

  private Optional<TransferProgress> progress() {
    long bytes = arrived.get();
    return speed.flatMap(
        known ->
            backup.map(
                copy -> new TransferProgress(bytes, copy.size(), known.bytesPerSecond(bytes))));
  }
}
