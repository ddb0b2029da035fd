package org.homekeep.core.backup.delivery;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.runtime.HubRuntime;

/**
 * A backup that is read, from this machine or from another location, because locations are to get
 * it. Touched on the hub's context.
 */
public final class Fetch {
  private final HubRuntime runtime;
  private final Promise<Void> end = Promise.promise();
  private final List<Ask> asks = new ArrayList<>();
  private final AtomicLong arrived = new AtomicLong();
  private AgentBackup backup;
  private List<Waiting> waiting = List.of();
  private Optional<Speed> speed = Optional.empty();
  private boolean complete;

  /** What somebody asked for, who hears what becomes of it. */
  private record Ask(Set<String> agentIds, Promise<Void> answer) {
    boolean isFor(List<Waiting> waiting) {
      return waiting.stream().map(Waiting::agentId).anyMatch(agentIds::contains);
    }
  }

  Fetch(HubRuntime runtime, AgentBackup backup) {
    this.runtime = runtime;
    this.backup = backup;
    end.future().onComplete(done -> asks.forEach(ask -> answer(ask, done)));
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
    return backup.backupId();
  }

  /** The locations that are to get a copy. */
  public List<Waiting> waiting() {
    return waiting;
  }

  /** Whether somebody still wants it. */
  public boolean isWanted() {
    return !end.future().isComplete();
  }

  /** A copy of it is read from its beginning. */
  public void begin(AgentBackup copy) {
    backup = copy;
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
          arrived(arrived.addAndGet(count));
        }
        return count;
      }
    };
  }

  private void arrived(long bytes) {
    runtime.execute(() -> speed.ifPresent(known -> known.arrived(bytes)));
  }

  /** The archive is here and sound: from now on its delivery is cancelled, and not this. */
  public void complete() {
    complete = true;
  }

  AgentBackup backup() {
    return backup;
  }

  /** Whether it can still be changed who gets a copy. */
  boolean isOpen() {
    return !complete && isWanted();
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

  /** A location is not to get its copy; true when it was to get one. */
  boolean cancel(String agentId) {
    return drop(
        agentId, "The delivery was cancelled while the backup was fetched. Nothing is sent.");
  }

  /** Locations that were removed are not to get their copies. */
  void giveUp(Predicate<String> isRemoved) {
    waiting.stream()
        .map(Waiting::agentId)
        .filter(isRemoved)
        .forEach(
            agentId ->
                drop(
                    agentId,
                    "The location was removed while the backup was fetched. Nothing is sent."));
  }

  /** The last one ends the fetch. */
  private boolean drop(String agentId, String why) {
    if (!isOpen() || !isWaiting(agentId)) {
      return false;
    }
    waiting = waiting.stream().filter(each -> !each.agentId().equals(agentId)).toList();
    BackupAgentException reason = new BackupAgentException(why);
    asks.stream().filter(ask -> !ask.isFor(waiting)).forEach(ask -> ask.answer().tryFail(reason));
    if (waiting.isEmpty()) {
      end.tryFail(reason);
    }
    return true;
  }

  /** No location is to get a copy any more. */
  void forget() {
    end.tryFail(new BackupAgentException("The backup was deleted in the meantime."));
  }

  void end(Future<Void> result) {
    result.onSuccess(end::tryComplete).onFailure(end::tryFail);
  }

  List<DeliveryStatus> status() {
    DeliveryStatus.State state =
        speed.isPresent() ? DeliveryStatus.State.FETCHING : DeliveryStatus.State.TO_BE_FETCHED;
    return waiting.stream()
        .map(each -> new DeliveryStatus(backup, false, each, state, progress()))
        .toList();
  }

  private Optional<TransferProgress> progress() {
    long bytes = arrived.get();
    return speed.map(
        known -> new TransferProgress(bytes, backup.size(), known.bytesPerSecond(bytes)));
  }
}
