package org.homekeep.core.backup.archive.gzip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of blocks that go round between the thread that fills them, those that compress
 * them in any order, and the one that writes them in order.
 *
 * <p>Whoever finds nothing to do waits. The first trouble of any of them, and stopping, end the
 * waiting of all: they see it as {@link Stopped}.
 */
final class BlockRing {
  /** The blocks go round no more. */
  static final class Stopped extends Exception {
    Stopped() {
      super(null, null, false, false);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final int blockSize;
  private final boolean[] compressed;
  private final List<GzipBlock> blocks = new ArrayList<>();
  private long filled;
  private long taken;
  private long written;
  private int idle;
  private boolean ended;
  private boolean stopped;
  private @Nullable Throwable trouble;

  BlockRing(int slots, int blockSize) {
    this.compressed = new boolean[slots];
    this.blockSize = blockSize;
  }

  /** The next block to fill. */
  GzipBlock next() throws Stopped, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped && filled - written == compressed.length) {
        room.await();
      }
      check();
      if (slot(filled) == blocks.size()) {
        blocks.add(new GzipBlock(blockSize));
      }
      return blocks.get(slot(filled));
    } finally {
      lock.unlock();
    }
  }

  /** Hands on the block that was filled; says whether all that compress are busy. */
  boolean submit(boolean last) throws Stopped {
    lock.lock();
    try {
      check();
      compressed[slot(filled)] = false;
      filled++;
      ended = last;
      if (last) {
        work.signalAll();
      } else {
        work.signal();
      }
      return filled - taken > idle;
    } finally {
      lock.unlock();
    }
  }

  /** The next block to compress; nothing when there will be none any more. */
  Optional<GzipBlock> take() throws Stopped, InterruptedException {
    lock.lockInterruptibly();
    try {
      idle++;
      while (!stopped && !ended && taken == filled) {
        work.await();
      }
      check();
      return taken == filled ? Optional.empty() : Optional.of(blocks.get(slot(taken++)));
    } finally {
      idle--;
      lock.unlock();
    }
  }

  /** Hands on a block that was compressed. */
  void compressed(GzipBlock block) {
    lock.lock();
    try {
      compressed[blocks.indexOf(block)] = true;
      progress.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next block to write; nothing after the last one. */
  Optional<GzipBlock> nextCompressed() throws Stopped, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped && !(ended && written == filled) && !isNextCompressed()) {
        progress.await();
      }
      check();
      return written == filled ? Optional.empty() : Optional.of(blocks.get(slot(written)));
    } finally {
      lock.unlock();
    }
  }

  private boolean isNextCompressed() {
    return written < filled && compressed[slot(written)];
  }

  /** Gives back the block that was written. */
  void written() {
    lock.lock();
    try {
      written++;
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Stops everybody for a reason, unless they are stopped already. */
  void fail(Throwable reason) {
    lock.lock();
    try {
      if (!stopped) {
        trouble = reason;
        stop();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stops everybody. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      room.signalAll();
      work.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why everybody stopped, when that is the doing of one of them. */
  Optional<Throwable> trouble() {
    lock.lock();
    try {
      return Optional.ofNullable(trouble);
    } finally {
      lock.unlock();
    }
  }

  private void check() throws Stopped {
    if (stopped) {
      throw new Stopped();
    }
  }

  private int slot(long number) {
    return (int) (number % compressed.length);
  }
}
