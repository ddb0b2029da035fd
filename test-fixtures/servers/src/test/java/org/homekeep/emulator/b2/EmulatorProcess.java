package org.homekeep.emulator.b2;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An emulator in a process of its own, which can be killed. */
final class EmulatorProcess implements AutoCloseable {
  private static final String READY = "ready ";

  private final Process process;
  private final List<String> words;

  private EmulatorProcess(Process process, List<String> words) {
    this.process = process;
    this.words = words;
  }

  /** What runs in the other process: an emulator on the directory in the first argument. */
  public static void main(String[] arguments) {
    B2Emulator emulator =
        B2Emulator.start(
                Vertx.vertx(),
                B2EmulatorOptions.in(Path.of(arguments[0])).firstBucket(Fixture.BUCKET))
            .await();
    System.out.println(
        READY + emulator.url() + " " + emulator.keyId() + " " + emulator.applicationKey());
  }

  static EmulatorProcess start(Path directory, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            EmulatorProcess.class.getName(),
            directory.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return new EmulatorProcess(process, List.of(line.split(" ")));
      }
      seen.append(line).append('\n');
    }
    throw new IOException("The emulator did not start: " + seen);
  }

  String url() {
    return words.get(1);
  }

  String keyId() {
    return words.get(2);
  }

  String applicationKey() {
    return words.get(3);
  }

  /** Ends the process without a chance to tidy up. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
