package org.homekeep.checks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How much processor time the event loops have had lately, looked up twenty times a second.
 *
 * <p>Tells a loop that was busy or that waited for something from one that the machine did not let
 * run: a garbage collection, or other programs.
 */
final class ProcessorTimes {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final int SAMPLES = 40;
  private static final String LOOPS = "vert.x-eventloop-thread";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanoTime, Map<Long, Long> cpuNanos) {}

  /** Begins to look. */
  static ProcessorTimes start() {
    ProcessorTimes times = new ProcessorTimes();
    Thread sampler = new Thread(times::run, "processor-times");
    sampler.setDaemon(true);
    sampler.start();
    return times;
  }

  private void run() {
    while (true) {
      take();
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }

  private synchronized void take() {
    samples.addLast(new Sample(System.nanoTime(), current()));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
  }

  private Map<Long, Long> current() {
    Map<Long, Long> times = new HashMap<>();
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith(LOOPS)) {
        times.put(info.getThreadId(), threads.getThreadCpuTime(info.getThreadId()));
      }
    }
    return times;
  }

  /**
   * Whether no event loop used even half of the last moments, though none waited for anything.
   *
   * @param blocked how long a loop is said to have been blocked
   */
  synchronized boolean showThatNoneCouldRun(Duration blocked) {
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null
          && info.getThreadName().startsWith(LOOPS)
          && info.getThreadState() != Thread.State.RUNNABLE) {
        return false;
      }
    }
    long now = System.nanoTime();
    Sample since = samples.isEmpty() ? new Sample(now, Map.of()) : samples.getFirst();
    for (Sample sample : samples) {
      if (now - sample.nanoTime() >= blocked.toNanos()) {
        since = sample;
      }
    }
    Map<Long, Long> before = since.cpuNanos();
    long most =
        current().entrySet().stream()
            .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
            .max()
            .orElse(0);
    return most < blocked.toNanos() / 2;
  }
}
