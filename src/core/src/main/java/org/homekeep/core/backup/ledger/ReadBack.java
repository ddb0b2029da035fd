package org.homekeep.core.backup.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.WatchedInput;
import org.homekeep.core.backup.digest.DigestInput;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.runtime.Timers;
import org.jspecify.annotations.Nullable;

/** Reads copies back from their locations, one at a time from each. */
final class ReadBack {
  private final AgentCalls calls;
  private final Timers timers;
  private final Duration patience;
  private final Map<String, Future<Digests>> running = new HashMap<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  /**
   * @param patience how long a location may give no byte
   */
  ReadBack(AgentCalls calls, Timers timers, Duration patience) {
    this.calls = calls;
    this.timers = timers;
    this.patience = patience;
  }

  /** Ends what is being read. */
  void stop() {
    stopped.set(true);
  }

  /**
   * Reads a copy from its first byte to its last.
   *
   * @param expected how many bytes there should be; of a copy with more, one more is read
   */
  Future<Digests> read(BackupAgent agent, String backupId, long expected) {
    return read(agent, backupId, expected, Future.succeededFuture());
  }

  /**
   * The same, as long as somebody wants it.
   *
   * @param wanted ends the reading with its failure
   */
  Future<Digests> read(BackupAgent agent, String backupId, long expected, Future<Void> wanted) {
    String agentId = agent.agentId();
    Future<Digests> before = running.get(agentId);
    Future<Digests> reading =
        before == null
            ? begin(agent, backupId, expected, wanted)
            : before.transform(ended -> begin(agent, backupId, expected, wanted));
    running.put(agentId, reading);
    return reading.onComplete(ended -> running.remove(agentId, reading));
  }

  private Future<Digests> begin(
      BackupAgent agent, String backupId, long expected, Future<Void> wanted) {
    if (wanted.failed()) {
      return Future.failedFuture(wanted.cause());
    }
    Promise<Digests> answer = Promise.promise();
    AtomicReference<@Nullable Digests> found = new AtomicReference<>(null);
    Watch watch = new Watch(answer, agent);
    Cancellable timer = timers.every(patience, watch::look);
    wanted.onFailure(watch::abandon);
    calls
        .transfer(
            () ->
                download(
                    agent,
                    backupId,
                    in -> found.set(digests(new WatchedInput(in, watch::passed), expected))))
        .onComplete(
            done -> {
              // What an agent grumbles about after the last byte changes nothing.
              Digests read = found.get();
              if (read != null) {
                answer.tryComplete(read);
              } else {
                answer.tryFail(
                    done.failed()
                        ? done.cause()
                        : new BackupAgentException("The location gave no archive."));
              }
            });
    return answer.future().onComplete(done -> timer.cancel());
  }

  private static Future<Void> download(BackupAgent agent, String backupId, ArchiveSink sink) {
    return agent instanceof LocalAgent local
        ? local.downloadStored(backupId, sink)
        : agent.downloadBackup(backupId, sink);
  }

  private static Digests digests(InputStream in, long expected) throws IOException {
    return new DigestInput(new Prefix(in, expected + 1), Sums.USUAL).finish();
  }

  /** Notices when nothing comes any more. Its counters are set from the agent's threads. */
  private final class Watch {
    private final Promise<Digests> answer;
    private final BackupAgent agent;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private long readsBefore = -1;

    Watch(Promise<Digests> answer, BackupAgent agent) {
      this.answer = answer;
      this.agent = agent;
    }

    void look() {
      long now = reads.get();
      if (now == readsBefore) {
        abandon(
            new BackupAgentException(
                "The location %s gave no byte for %d minutes while the copy was read back."
                    .formatted(agent.name(), patience.toMinutes())));
      }
      readsBefore = now;
    }

    void abandon(Throwable why) {
      abandoned.set(true);
      answer.tryFail(why);
    }

    void passed() throws IOException {
      reads.incrementAndGet();
      if (abandoned.get() || stopped.get()) {
        throw new InterruptedIOException("The copy need not be read any more.");
      }
    }
  }

  /** The first bytes of a stream: a location must not keep the hub reading for ever. */
  private static final class Prefix extends FilterInputStream {
    private long left;

    Prefix(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(out, offset, (int) Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }
}
