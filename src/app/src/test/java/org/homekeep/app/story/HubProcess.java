package org.homekeep.app.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.app.Main;

/** A hub in a process of its own, with the heap of a small home server, that can be killed. */
public final class HubProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready at http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;

  private HubProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it; what it logs, with all details, is added to the file. */
  static HubProcess start(Path config, Path data, Map<String, String> settings, Path log)
      throws IOException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-cp",
            System.getProperty("java.class.path"));
    return start(java, config, data, settings, log);
  }

  /**
   * The same with a Java of one's own.
   *
   * @param java the program and its options, the class path among them
   */
  public static HubProcess start(
      List<String> java, Path config, Path data, Map<String, String> settings, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(java);
    command.addAll(
        List.of(
            // That of the program, not that of the tests.
            "-Dlogback.configurationFile=logback.xml",
            Main.class.getName(),
            "run",
            "--verbose",
            "--port=0",
            "--config=" + config,
            "--data=" + data));
    settings.forEach((key, value) -> command.add("--set=" + key + "=" + value));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new HubProcess(process, awaitReady(process));
  }

  private static int awaitReady(Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
    }
    throw new AssertionError("The hub ended before it was ready.");
  }

  public long pid() {
    return process.pid();
  }

  /** How it ended, if it did by itself; waits a moment for that when it seems to be ending. */
  public OptionalInt ended(Duration moment) throws InterruptedException {
    return process.waitFor(moment.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  public int port() {
    return port;
  }

  /** Ends it as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
