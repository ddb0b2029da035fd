package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Lets so many parts be on their way at once as {@link PartsInFlight} allows. */
final class Lanes {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PartsInFlight allowance;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int taken;

  /**
   * So many lanes.
   *
   * @param most may be another number each time
   * @param interrupted whether the upload goes on that broke off before
   */
  Lanes(IntSupplier most, boolean interrupted) {
    this.allowance = new PartsInFlight(most, interrupted);
  }

  /** Waits until a part may start. */
  void enter(UploadWatch watch) throws IOException {
    lock.lock();
    try {
      awaitWhile(() -> taken >= allowance.allowed(), watch);
      taken++;
      allowance.begin(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** A part has arrived. */
  void leave(int length) {
    lock.lock();
    try {
      taken--;
      allowance.arrived(length, System.nanoTime());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no part is on its way. */
  void awaitEmpty(UploadWatch watch) throws IOException {
    lock.lock();
    try {
      awaitWhile(() -> taken > 0, watch);
    } finally {
      lock.unlock();
    }
  }

  /** A part that fails ends the upload, and does not leave. */
  private void awaitWhile(BooleanSupplier busy, UploadWatch watch) throws IOException {
    try {
      watch.check();
      while (busy.getAsBoolean()) {
        changed.awaitNanos(LOOK_NANOS);
        watch.check();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      watch.check();
      throw Session.closedError();
    }
  }
}
