package org.homekeep.app.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The calls of a process that change files: which there are, and its end at one of them. By {@code
 * strace}, which need not be there.
 */
final class SystemCalls implements AutoCloseable {
  private static final String CHANGING =
      "openat,write,pwrite64,fsync,fdatasync,ftruncate,fallocate,rename,link,symlink,unlink,mkdir,rmdir,chmod,fchmod,utimensat,sendfile,copy_file_range";

  private static final Pattern LINE = Pattern.compile("^(\\d+)\\s+(\\w+)\\(.*");

  private final Process strace;

  private SystemCalls(Process strace) {
    this.strace = strace;
  }

  /**
   * One call of a process.
   *
   * @param thread the name of those that make it, as the system has it; empty for any
   * @param name of the call
   * @param number how many such calls a thread has made with this one
   */
  record Point(String thread, String name, int number) {}

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

  /** From now on the calls of a process are written to a file. */
  static SystemCalls record(long pid, Path file) throws IOException {
    return attach(
        pid,
        List.of("-f", "-o", file.toString(), "-e", "trace=" + CHANGING, "-p", String.valueOf(pid)));
  }

  /** Ends a process with signal 9 when it makes a call, which it does not finish. */
  static SystemCalls killAt(long pid, Point point) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-o",
                "/dev/null",
                "-e",
                "trace=" + point.name(),
                "-e",
                "inject=%s:signal=KILL:when=%d".formatted(point.name(), point.number())));
    if (point.thread().isEmpty()) {
      arguments.addAll(List.of("-f", "-p", String.valueOf(pid)));
    } else {
      names(pid)
          .forEach(
              (thread, name) -> {
                if (name.equals(point.thread())) {
                  arguments.addAll(List.of("-p", thread));
                }
              });
    }
    return attach(pid, arguments);
  }

  private static SystemCalls attach(long pid, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("strace", "-qq"));
    command.addAll(arguments);
    Process strace =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String last = arguments.get(arguments.size() - 1);
    Path status = Path.of("/proc/" + pid + "/task/" + last + "/status");
    while (strace.isAlive() && Files.exists(status) && !isTraced(status)) {
      Thread.onSpinWait();
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
  static Map<String, String> names(long pid) throws IOException {
    Map<String, String> names = new TreeMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        names.put(
            String.valueOf(thread.getFileName()), Files.readString(thread.resolve("comm")).strip());
      }
    }
    return names;
  }

  /** Every call of a recording. */
  static List<Point> points(Path recording, Map<String, String> names) throws IOException {
    Map<List<String>, Integer> made = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    List<Point> points = new ArrayList<>();
    for (String line : Files.readAllLines(recording)) {
      Matcher call = LINE.matcher(line);
      if (call.matches()) {
        String thread = call.group(1);
        String name = call.group(2);
        int number = made.merge(List.of(thread, name), 1, Integer::sum);
        points.add(new Point(names.getOrDefault(thread, ""), name, number));
      }
    }
    return points.stream().distinct().toList();
  }

  @Override
  public void close() throws InterruptedException {
    strace.destroy();
    strace.waitFor(10, TimeUnit.SECONDS);
  }
}
