package org.homekeep.app.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a process asks of the system about files, from now on: seen, ended with signal 9, or
 * refused. By {@code strace}, which need not be there.
 */
final class SystemCalls implements AutoCloseable {
  /** With a question mark those that not every machine has. */
  static final List<String> CHANGING =
      List.of(
          "openat",
          "write",
          "pwrite64",
          "writev",
          "fsync",
          "fdatasync",
          "ftruncate",
          "fallocate",
          "?rename",
          "renameat",
          "renameat2",
          "?link",
          "linkat",
          "?symlink",
          "symlinkat",
          "?unlink",
          "unlinkat",
          "?mkdir",
          "mkdirat",
          "?rmdir",
          "?chmod",
          "fchmod",
          "fchmodat",
          "utimensat",
          "sendfile",
          "copy_file_range");

  private final Process strace;

  private SystemCalls(Process strace) {
    this.strace = strace;
  }

  /**
   * One call of a process.
   *
   * @param path the file that it is about, below some directory; empty for any
   * @param thread the name of those that make it, as the system has it; empty for any
   * @param name of the call
   * @param number how many such calls a thread has made with this one
   */
  record Point(String path, String thread, String name, int number) {

    /** Reads what {@link #toString} wrote. */
    static Point of(String text) {
      List<String> parts = List.of(text.split(":", -1));
      return new Point(parts.get(0), parts.get(1), parts.get(2), Integer.parseInt(parts.get(3)));
    }

    @Override
    public String toString() {
      return "%s:%s:%s:%d".formatted(path, thread, name, number);
    }
  }

  /** Whether strace is there and may watch another process. */
  static boolean canBeSeen() throws Exception {
    Process other = new ProcessBuilder("sleep", "10").start();
    try (SystemCalls calls = record(other.pid(), Path.of("/dev/null"))) {
      return calls.strace.isAlive();
    } catch (IOException noStrace) {
      return false;
    } finally {
      other.destroyForcibly();
    }
  }

  /** Writes the calls to a file, with the paths that they are about. */
  static SystemCalls record(long pid, Path file) throws IOException {
    return attach(
        pid,
        List.of(pid),
        List.of(
            "-f",
            "-y",
            "-s",
            "0",
            "-o",
            file.toString(),
            "-e",
            "trace=" + String.join(",", CHANGING)));
  }

  /** Ends the process at a call, which it does not finish. */
  static SystemCalls killAt(long pid, Path root, Point point) throws IOException {
    return inject(pid, root, point, "signal=KILL:when=" + point.number());
  }

  /**
   * Refuses a call because the disk is full.
   *
   * @param andAllLater whether it stays full
   */
  static SystemCalls noSpaceAt(long pid, Path root, Point point, boolean andAllLater)
      throws IOException {
    String when = point.number() + (andAllLater ? "+" : "");
    return inject(pid, root, point, "error=ENOSPC:when=" + when);
  }

  private static SystemCalls inject(long pid, Path root, Point point, String what)
      throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-o",
                "/dev/null",
                "-e",
                "trace=" + point.name(),
                "-e",
                "inject=%s:%s".formatted(point.name(), what)));
    if (!point.path().isEmpty()) {
      options.addAll(List.of("-P", root.resolve(point.path()).toString()));
    }
    if (point.thread().isEmpty()) {
      options.add("-f");
      return attach(pid, List.of(pid), options);
    }
    List<Long> threads =
        names(pid).entrySet().stream()
            .filter(each -> each.getValue().equals(point.thread()))
            .map(Map.Entry::getKey)
            .toList();
    if (threads.isEmpty()) {
      throw new IOException("There is no thread of the name " + point.thread());
    }
    return attach(pid, threads, options);
  }

  private static SystemCalls attach(long pid, List<Long> threads, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("strace", "-qq"));
    command.addAll(options);
    threads.forEach(thread -> command.addAll(List.of("-p", String.valueOf(thread))));
    Process strace =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> all = options.contains("-f") ? List.copyOf(names(pid).keySet()) : threads;
    for (long thread : all) {
      Path status = Path.of("/proc/%d/task/%d/status".formatted(pid, thread));
      while (strace.isAlive() && !isTraced(status)) {
        Thread.onSpinWait();
      }
    }
    return new SystemCalls(strace);
  }

  private static boolean isTraced(Path status) {
    try {
      return !Files.readString(status).contains("TracerPid:\t0\n");
    } catch (IOException gone) {
      return true;
    }
  }

  /** Thread → its name. */
  static Map<Long, String> names(long pid) throws IOException {
    Map<Long, String> names = new TreeMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        names.put(
            Long.valueOf(String.valueOf(thread.getFileName())),
            Files.readString(thread.resolve("comm")).strip());
      }
    }
    return names;
  }

  @Override
  public void close() throws InterruptedException {
    strace.destroy();
    if (!strace.waitFor(10, TimeUnit.SECONDS)) {
      // It lets go of a killed process, with all its threads, once in a thousand times only so;
      // until then nobody can wait for the end of that.
      strace.destroyForcibly().waitFor();
    }
  }
}
