package org.homekeep.core.backup.archive.pipe;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The threads that work for one stream and end with it. For one thread. */
public final class PipeThreads implements Closeable {
  private final ThreadFactory factory;
  private final List<Thread> threads = new ArrayList<>();

  public PipeThreads(ThreadFactory factory) {
    this.factory = factory;
  }

  /** Makes daemons of one name. */
  public static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts one more thread. */
  public void start(Runnable task) {
    Thread thread = factory.newThread(task);
    thread.start();
    threads.add(thread);
  }

  /** How many were started. */
  public int count() {
    return threads.size();
  }

  /** Waits until all have ended by themselves. */
  public void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * Interrupts all and waits until they have ended, even if the caller is interrupted meanwhile;
   * the caller sees its own interrupt afterwards.
   */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    threads.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
