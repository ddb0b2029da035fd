package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.homekeep.api.backup.AgentBackup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads sidecars: a few at once, each in bounded time, and all of them in bounded time. The
 * connection of one that hangs is cut, and what there was no time for is left to the next listing.
 */
final class SidecarReads {
  private static final Logger LOG = LoggerFactory.getLogger(SidecarReads.class);
  private static final int READERS = 8;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** How long a connection that was cut may take to end; a look-up of a name cannot be cut. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * What came of it.
   *
   * @param read by file id; empty for what is no sidecar
   * @param failure why not all were read
   */
  record Found(Map<String, Optional<AgentBackup>> read, Optional<IOException> failure) {
    Found {
      read = Map.copyOf(read);
    }
  }

  private final Session session;
  private final UnaryOperator<AgentBackup> shared;
  private final Duration patience;
  private final int total;
  private final Queue<ObjectRef> waiting = new ConcurrentLinkedQueue<>();

  /** Read by one reader alone: parsed, each takes many times its bytes. */
  private final Queue<ObjectRef> large = new ConcurrentLinkedQueue<>();

  private final Map<String, Optional<AgentBackup>> read = new ConcurrentHashMap<>();
  private Optional<IOException> failure = Optional.empty();
  private volatile boolean over;

  /**
   * Reads that have not begun.
   *
   * @param sidecars in the order in which they are begun
   * @param shared takes the place of what was read
   */
  SidecarReads(Session session, List<ObjectRef> sidecars, UnaryOperator<AgentBackup> shared) {
    this.session = session;
    this.shared = shared;
    this.patience = session.settings().listTimeout();
    this.total = sidecars.size();
    for (ObjectRef sidecar : sidecars) {
      (sidecar.size() > Sidecar.LARGE_BYTES ? large : waiting).add(sidecar);
    }
  }

  /** Reads one; empty when it describes no backup. Blocks. */
  static Optional<AgentBackup> one(Session session, ObjectRef sidecar) throws IOException {
    Found found = new SidecarReads(session, List.of(sidecar), UnaryOperator.identity()).run();
    if (found.failure().isPresent()) {
      throw found.failure().get();
    }
    return found.read().getOrDefault(sidecar.fileId(), Optional.empty());
  }

  /** Reads them; blocks. */
  Found run() throws IOException {
    int count = Math.min(READERS, waiting.size() + Math.min(1, large.size()));
    CountDownLatch ended = new CountDownLatch(count);
    List<Reader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        Reader reader = new Reader(ended, i == 0);
        session.threadPool().execute(reader);
        readers.add(reader);
      }
      watch(readers, ended);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Session.closedError();
    } catch (RejectedExecutionException closed) {
      throw Session.closedError();
    } finally {
      end(readers);
    }
    return found();
  }

  private void watch(List<Reader> readers, CountDownLatch ended) throws InterruptedException {
    long begun = System.nanoTime();
    while (!ended.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
      long now = System.nanoTime();
      readers.forEach(reader -> reader.cutIfBegunBefore(now - timeForOne().toNanos()));
      if (now - begun > patience.toNanos()) {
        outOfTime(waiting.size() + large.size() + (int) ended.getCount());
        end(readers);
        if (!ended.await(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
          fail(new B2FailureException(new B2Failure.CannotConnect("a metadata file hangs")));
        }
        return;
      }
    }
  }

  private void end(List<Reader> readers) {
    over = true;
    waiting.clear();
    large.clear();
    readers.forEach(Reader::cut);
  }

  private Duration timeForOne() {
    return patience.dividedBy(2);
  }

  private synchronized Found found() {
    if (failure.isEmpty() && read.size() < total) {
      // A reader ended in a way that nobody foresaw; what it left must not pass for absent.
      fail(new IOException("Not all metadata files could be read."));
    }
    return new Found(read, failure);
  }

  private synchronized void fail(IOException why) {
    if (failure.isEmpty() || Listing.isFinal(why)) {
      failure = Optional.of(why);
    }
    if (Listing.isFinal(why)) {
      waiting.clear();
      large.clear();
    }
  }

  /** Where none could be read there is another reason. */
  private synchronized void outOfTime(int left) {
    if (!read.isEmpty() && failure.filter(Listing::isFinal).isEmpty()) {
      failure = Optional.of(new B2FailureException(new B2Failure.Unfinished(left)));
    }
  }

  /** A thread that reads one after the other over a connection of its own. */
  private final class Reader implements Runnable {
    private final CountDownLatch ended;
    private final boolean readsLarge;
    private volatile Optional<Attempt> attempt = Optional.empty();

    Reader(CountDownLatch ended, boolean readsLarge) {
      this.ended = ended;
      this.readsLarge = readsLarge;
    }

    @Override
    public void run() {
      try {
        readAll();
      } catch (IOException closed) {
        fail(closed);
      } finally {
        ended.countDown();
      }
    }

    private @Nullable ObjectRef next() {
      ObjectRef next = waiting.poll();
      return next == null && readsLarge ? large.poll() : next;
    }

    private void readAll() throws IOException {
      Transport transport = open();
      try {
        for (ObjectRef next = next(); next != null; next = next()) {
          Attempt now = new Attempt(transport);
          attempt = Optional.of(now);
          if (over) {
            now.cut();
          }
          read(next, now);
          if (!now.end()) {
            transport = open();
          }
        }
      } finally {
        session.closeTransfer(transport);
      }
    }

    private Transport open() throws IOException {
      Duration half = timeForOne().dividedBy(2);
      return session.openTransfer(half.compareTo(LONGEST_SILENCE) < 0 ? half : LONGEST_SILENCE);
    }

    private void read(ObjectRef sidecar, Attempt now) {
      try {
        read.put(
            sidecar.fileId(),
            new SidecarReader(session, now.transport, now).read(sidecar).map(shared));
      } catch (IOException | RuntimeException unreadable) {
        LOG.atWarn()
            .addKeyValue("object", sidecar.name())
            .addKeyValue("reason", unreadable.getMessage())
            .log("A metadata file cannot be read now and is passed over");
        fail(
            unreadable instanceof IOException known
                ? known
                : new IOException("A metadata file could not be read.", unreadable));
      }
    }

    void cut() {
      attempt.ifPresent(Attempt::cut);
    }

    void cutIfBegunBefore(long nanos) {
      attempt.filter(each -> each.begun - nanos < 0).ifPresent(Attempt::cut);
    }
  }

  /** The reading of one sidecar; it ends by itself, or is cut. */
  private final class Attempt implements Stop {
    private final Transport transport;
    private final long begun = System.nanoTime();
    private boolean ended;
    private boolean cut;

    Attempt(Transport transport) {
      this.transport = transport;
    }

    synchronized void cut() {
      if (!ended) {
        cut = true;
        session.closeTransfer(transport);
      }
    }

    /**
     * It has ended.
     *
     * @return whether its connection may be used again
     */
    synchronized boolean end() {
      ended = true;
      return !cut;
    }

    @Override
    public synchronized void check() throws IOException {
      if (cut) {
        throw new B2FailureException(
            new B2Failure.CannotConnect("a metadata file did not come in time"));
      }
    }
  }
}
