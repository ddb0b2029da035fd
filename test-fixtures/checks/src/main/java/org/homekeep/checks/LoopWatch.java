package org.homekeep.checks;

import io.vertx.core.Handler;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of an event loop that waited or computed for too long, in the place of Vert.x, which looks
 * at the clock alone.
 *
 * <p>Waiting is measured by the clock; computing by the processor time that the loop had, because a
 * garbage collection or other programs may keep it from running for longer than any handler does.
 * Vert.x asks from {@link #SUSPECT} on and then every {@link #INTERVAL}.
 */
final class LoopWatch implements Handler<BlockedThreadEvent> {
  static final Duration SUSPECT = Duration.ofMillis(100);
  static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMillis(200);

  /** What a handler that reads, writes, sleeps or waits for a lock has in its trace. */
  private static final List<String> WAITING =
      List.of(
          "java.io.",
          "java.nio.file.",
          "sun.nio.ch.FileDispatcherImpl",
          "sun.nio.ch.FileChannelImpl",
          "sun.nio.fs.",
          "java.net.",
          "java.sql.",
          "org.sqlite.");

  private final ThreadMXBean processor = ManagementFactory.getThreadMXBean();
  private final Logger log = LoggerFactory.getLogger(LoopWatch.class);

  /** What was seen first of the handler that each loop is in; Vert.x asks on one thread. */
  private final Map<Thread, Suspicion> suspicions = new WeakHashMap<>();

  private record Suspicion(long startNanos, long cpuNanos, boolean waiting) {}

  @Override
  public synchronized void handle(BlockedThreadEvent event) {
    if (event.maxExecTime() > SUSPECT.toNanos()) {
      return; // A worker.
    }
    Thread loop = event.thread();
    StackTraceElement[] trace = loop.getStackTrace();
    Suspicion now =
        new Suspicion(
            System.nanoTime() - event.duration(),
            processor.getThreadCpuTime(loop.getId()),
            waits(loop, trace));
    Suspicion first = suspicions.get(loop);
    if (first == null || now.startNanos() - first.startNanos() > INTERVAL.toNanos()) {
      suspicions.put(loop, now);
      return;
    }
    boolean waited = first.waiting() && now.waiting();
    boolean computed =
        now.cpuNanos() - first.cpuNanos() >= LONGEST.minus(SUSPECT).minus(INTERVAL).toNanos();
    if (event.duration() >= LONGEST.toNanos() && (waited || computed)) {
      Exception blocked = new IllegalStateException("Thread blocked");
      blocked.setStackTrace(trace);
      log.warn(
          "{} {} for {} ms",
          loop.getName(),
          waited ? "waits" : "computes",
          Duration.ofNanos(event.duration()).toMillis(),
          blocked);
    }
  }

  private static boolean waits(Thread loop, StackTraceElement[] trace) {
    return loop.getState() != Thread.State.RUNNABLE
        || Arrays.stream(trace)
            .map(StackTraceElement::toString)
            .anyMatch(frame -> WAITING.stream().anyMatch(frame::contains));
  }
}
