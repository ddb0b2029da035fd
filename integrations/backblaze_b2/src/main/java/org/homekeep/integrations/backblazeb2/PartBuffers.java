package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** The buffers of one upload: no more are in use at once than there may be just now. */
final class PartBuffers {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final IntSupplier most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The one used last is used next, so that a slow line needs few. */
  private final Deque<PartBuffer> free = new ArrayDeque<>();

  private int used;

  /**
   * None yet.
   *
   * @param most may be another number each time
   */
  PartBuffers(IntSupplier most) {
    this.most = most;
  }

  /** Waits until there may be another one in use. */
  PartBuffer take(UploadWatch watch) throws IOException {
    lock.lock();
    try {
      watch.check();
      while (used >= most.getAsInt()) {
        changed.awaitNanos(LOOK_NANOS);
        watch.check();
      }
      used++;
      return free.isEmpty() ? new PartBuffer() : free.pop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      watch.check();
      throw Session.closedError();
    } finally {
      lock.unlock();
    }
  }

  /** Its bytes are needed no more. What is more than there may be is let go of. */
  void giveBack(PartBuffer buffer) {
    lock.lock();
    try {
      used--;
      if (used + free.size() < most.getAsInt()) {
        free.push(buffer);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
