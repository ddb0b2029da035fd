package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The memory that the parts of all uploads share, of all entries: the heap does not grow with the
 * number of locations. Used from many threads.
 *
 * <p>Whoever holds a part can send it without another one, so that room is always given back. An
 * upload that holds none comes before those that do, in the order in which they asked: each goes
 * on, be it with one part after the other.
 */
final class PartMemory {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** In pieces of {@link PartBuffer#PIECE}. */
  private final int room;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Share> waiting = new ArrayList<>();

  /** The ones used last are used next, so that a slow line needs few. */
  private final Deque<byte[]> idle = new ArrayDeque<>();

  private int taken;
  private int shares;

  /**
   * Nothing of it is allocated yet.
   *
   * @param bytes at least those of the largest part
   */
  PartMemory(int bytes) {
    this.room = PartBuffer.pieces(bytes);
  }

  /**
   * What one upload uses of it; to be closed when the upload has ended.
   *
   * @param most parts that it may hold at once; may be another number each time
   */
  Share open(IntSupplier most) {
    lock.lock();
    try {
      shares++;
      return new Share(most);
    } finally {
      lock.unlock();
    }
  }

  private Share next() {
    return waiting.stream()
        .filter(share -> share.held.isEmpty())
        .findFirst()
        .orElseGet(() -> waiting.get(0));
  }

  /** The buffers of one upload. */
  final class Share implements AutoCloseable {
    private final IntSupplier most;
    private final Set<PartBuffer> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    private Share(IntSupplier most) {
      this.most = most;
    }

    /** How many parts the upload may hold just now. */
    int most() {
      return most.getAsInt();
    }

    /**
     * Waits until there is room for another part; waiting for other uploads is no stall.
     *
     * @param bytes that it will have
     */
    PartBuffer take(int bytes, UploadWatch watch) throws IOException {
      int pieces = PartBuffer.pieces(bytes);
      lock.lock();
      try {
        awaitWhile(() -> held.size() >= most(), watch);
        waiting.add(this);
        try {
          awaitWhile(() -> next() != this || taken + pieces > room, watch);
        } finally {
          waiting.remove(this);
          changed.signalAll();
        }
        PartBuffer buffer = new PartBuffer(pieces);
        while (buffer.lacksPieces() && !idle.isEmpty()) {
          buffer.add(idle.pop());
        }
        taken += pieces;
        held.add(buffer);
        return buffer;
      } finally {
        lock.unlock();
      }
    }

    /** Its bytes are needed no more. */
    void giveBack(PartBuffer buffer) {
      lock.lock();
      try {
        if (held.remove(buffer)) {
          taken -= buffer.room();
          buffer.release().forEach(idle::push);
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /**
     * The upload has ended. What a thread that hangs still holds is written off: others must not
     * wait for it, nor write into it.
     */
    @Override
    public void close() {
      lock.lock();
      try {
        if (closed) {
          return;
        }
        closed = true;
        held.forEach(buffer -> taken -= buffer.room());
        held.clear();
        shares--;
        if (shares == 0) {
          idle.clear();
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void awaitWhile(BooleanSupplier busy, UploadWatch watch) throws IOException {
      try {
        check(watch);
        while (busy.getAsBoolean()) {
          if (held.isEmpty()) {
            watch.moved();
          }
          changed.awaitNanos(LOOK_NANOS);
          check(watch);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        watch.check();
        throw Session.closedError();
      }
    }

    private void check(UploadWatch watch) throws IOException {
      watch.check();
      if (closed) {
        throw Session.closedError();
      }
    }
  }
}
