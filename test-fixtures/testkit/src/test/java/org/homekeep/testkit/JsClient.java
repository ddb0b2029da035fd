package org.homekeep.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of Node that runs {@code client.mjs} and says what happens to it. */
final class JsClient implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final long INSTALL_SECONDS = 120;
  private static final Path SOURCES = Path.of("src", "test", "js");
  private static final Path DIRECTORY = Path.of("target", "js-client").toAbsolutePath();

  private final Process process;
  private final BlockingQueue<JsonObject> lines = new LinkedBlockingQueue<>();
  private final List<JsonObject> seen = new ArrayList<>();

  private JsClient(Process process) {
    this.process = process;
  }

  /** Skips the test, and says why, when the client cannot be run here. */
  static void require() {
    try {
      Run version = run(List.of("node", "--experimental-websocket", "--version"));
      if (version.code() != 0) {
        abort("Node is too old for websockets: " + version.output());
      }
    } catch (IOException missing) {
      abort("Node is not installed: " + missing.getMessage());
    }
    try {
      install();
    } catch (IOException missing) {
      abort("npm is not installed: " + missing.getMessage());
    }
  }

  /** The lock file says what is fetched, and its check sum; it holds no address. */
  private static void install() throws IOException {
    Files.createDirectories(DIRECTORY);
    for (String name : List.of("package.json", "package-lock.json", "client.mjs")) {
      Files.copy(
          SOURCES.resolve(name), DIRECTORY.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Run installed =
        run(
            List.of(
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--fetch-retries=1",
                "--fetch-timeout=20000"));
    if (installed.output().contains("EINTEGRITY")) {
      throw new AssertionError("npm fetched something else: " + installed.output());
    }
    if (installed.code() != 0) {
      abort("npm could not fetch home-assistant-js-websocket: " + installed.output());
    }
  }

  private record Run(int code, String output) {}

  private static Run run(List<String> command) throws IOException {
    Files.createDirectories(DIRECTORY);
    File output = Files.createTempFile(DIRECTORY, "run", ".log").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    try {
      if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Run(-1, "it took longer than " + INSTALL_SECONDS + " s");
      }
      return new Run(process.exitValue(), Files.readString(output.toPath()).strip());
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    } finally {
      Files.deleteIfExists(output.toPath());
    }
  }

  /** Connects to the hub on a port. */
  static JsClient start(int port, String token) throws IOException {
    Process process =
        new ProcessBuilder(
                "node",
                "--experimental-websocket",
                "--no-warnings",
                "client.mjs",
                "http://127.0.0.1:" + port)
            .directory(DIRECTORY.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsClient client = new JsClient(process);
    Thread reader = new Thread(client::read, "js-client");
    reader.setDaemon(true);
    reader.start();
    // Not an argument: those can be seen by everyone on the machine.
    BufferedWriter input =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    input.write(token + "\n");
    input.flush();
    return client;
  }

  private void read() {
    try (BufferedReader output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      output.lines().map(JsonObject::new).forEach(lines::add);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      lines.add(new JsonObject().put("what", "ended"));
    }
  }

  /** Waits for the next line of a kind and gives its details. */
  JsonObject next(String what) {
    return nextThat(what, detail -> true);
  }

  /** Waits for the next line of a kind whose details fit. */
  JsonObject nextThat(String what, Predicate<JsonObject> wanted) {
    while (true) {
      JsonObject line = poll(what);
      JsonObject detail = line.getJsonObject("detail", new JsonObject());
      if (line.getString("what").equals(what) && wanted.test(detail)) {
        return detail;
      }
      seen.add(line);
      if (line.getString("what").equals("ended")) {
        throw new AssertionError("The client ended before '" + what + "': " + seen);
      }
    }
  }

  private JsonObject poll(String what) {
    try {
      JsonObject line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("No '" + what + "' came; before that: " + seen);
      }
      return line;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The client ends with its standard input. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      throw new AssertionError(interrupted);
    }
  }
}
