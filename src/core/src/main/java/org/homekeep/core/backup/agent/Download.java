package org.homekeep.core.backup.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.runtime.Timers;

/**
 * One download: whatever the location does, it has an end, its reader gets no more than the
 * location said that there is, and nothing after the end.
 *
 * <p>The reader runs on a thread of the agent; everything else happens on the hub's context.
 */
final class Download implements ArchiveSink {
  private final BackupAgent agent;
  private final AgentBackup copy;
  private final ArchiveSink reader;
  private final Promise<Void> end = Promise.promise();

  private final AtomicLong read = new AtomicLong();
  private final AtomicBoolean given = new AtomicBoolean();
  private volatile boolean ended;
  private volatile boolean complete;
  private volatile Optional<Throwable> broken = Optional.empty();

  private long readBefore;

  /**
   * @param copy as the location described it
   */
  Download(BackupAgent agent, AgentBackup copy, ArchiveSink reader) {
    this.agent = agent;
    this.copy = copy;
    this.reader = reader;
  }

  /**
   * The end of the download.
   *
   * @param stall how long the location may give nothing
   */
  Future<Void> end(Timers timers, Duration stall) {
    Cancellable watch = timers.every(stall, () -> look(stall));
    return end.future()
        .onComplete(
            done -> {
              ended = true;
              watch.cancel();
            });
  }

  private void look(Duration stall) {
    long now = read.get();
    if (now == readBefore) {
      end.tryFail(
          new BackupAgentException(
              "The download from %s made no progress for %d seconds and was given up. Try again later."
                  .formatted(agent.name(), stall.toSeconds())));
    }
    readBefore = now;
  }

  /** The location says that it has handed over everything. */
  void succeeded() {
    if (broken.isPresent()) {
      end.tryFail(broken.get());
    } else if (complete) {
      end.tryComplete();
    } else {
      end.tryFail(
          new BackupAgentException("The location %s gave no archive.".formatted(agent.name())));
    }
  }

  /** The location says that it could not; what broke the reader is nearer to the cause. */
  void failed(Throwable why) {
    end.tryFail(
        broken
            .filter(
                known ->
                    known instanceof BackupAgentException
                        || Evidence.isDiskFull(known)
                        || !(why instanceof BackupAgentException))
            .orElse(why));
  }

  @Override
  public void accept(InputStream archive) throws IOException {
    if (ended || !given.compareAndSet(false, true)) {
      throw new InterruptedIOException("The archive is not wanted, or not twice.");
    }
    try {
      reader.accept(new Watched(archive));
      complete = true;
    } catch (IOException failed) {
      broken = broken.or(() -> Optional.of(failed));
      throw failed;
    }
  }

  /** A fault of the location, which the reader sees as a stream that broke. */
  private IOException fault(String sentence) {
    broken = Optional.of(new BackupAgentException(sentence));
    return new IOException(sentence);
  }

  /** A location may say less than it has by what fills an archive up to its last block. */
  private long most() {
    return copy.size() + padding(copy);
  }

  /** By so much an archive grows when it is encrypted or decrypted on its way (backup.md §6.6). */
  private static long padding(AgentBackup copy) {
    long block = 10_240;
    long parts = copy.addons().size() + copy.folders().size() + 2L;
    long chunks = Math.max(1, (copy.size() >> 20) + 1);
    return (parts + (17 * chunks + block - 1) / block) * block;
  }

  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count;
      do {
        if (ended) {
          throw new InterruptedIOException("The download is not wanted any more.");
        }
        count = in.read(buffer, offset, length);
      } while (count == 0 && length > 0);
      if (count > length) {
        throw fault("The location %s gives more than it was asked for.".formatted(agent.name()));
      }
      if (count > 0 && read.addAndGet(count) > most()) {
        throw fault(
            "The location %s gives more than the %d bytes that it said the backup has."
                .formatted(agent.name(), copy.size()));
      }
      return count;
    }

    @Override
    public long skip(long wanted) throws IOException {
      byte[] buffer = new byte[8192];
      return Math.max(0, read(buffer, 0, (int) Math.min(buffer.length, Math.max(0, wanted))));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
