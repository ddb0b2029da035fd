package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.homekeep.checks.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process, for what only a process can show: signals. */
class ProcessTest {
  /** What the JVM exits with when SIGTERM ended it in good order. */
  private static final int ENDED_BY_SIGTERM = 143;

  private final Path directory;

  ProcessTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void sigterm_ends_a_running_hub() throws Exception {
    Process hub = start("run", "--port=0", "--config=" + directory.resolve("config"));
    awaitReady(hub);

    hub.destroy();

    assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(hub.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
  }

  @Test
  void sigterm_during_the_start_ends_the_process() throws Exception {
    Process hub = start("run", "--port=0", "--config=" + directory.resolve("config"));

    // At some moment of the start: when the directory appears, the hub is not yet ready.
    Patience.await(() -> Files.exists(directory.resolve("config")) || !hub.isAlive());
    hub.destroy();

    assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(hub.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
  }

  @Test
  void a_directory_is_free_again_after_a_kill() throws Exception {
    Process killed = start("run", "--port=0", "--config=" + directory.resolve("config"));
    awaitReady(killed);
    killed.destroyForcibly().waitFor();

    Process next = start("run", "--port=0", "--config=" + directory.resolve("config"));
    try {
      awaitReady(next);
    } finally {
      next.destroy();
      next.waitFor();
    }
  }

  @Test
  void sigterm_leaves_nothing_of_the_demo() throws Exception {
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    Process demo = start("demo", "--port=0");
    awaitReady(demo);
    assertThat(temporary).isDirectoryContaining(path -> path.toString().contains("homekeep-demo"));

    demo.destroy();

    assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(temporary)
        .isDirectoryNotContaining(path -> path.toString().contains("homekeep-demo"));
  }

  private Process start(String... arguments) throws Exception {
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.command().addAll(java.util.List.of(arguments));
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void awaitReady(Process process) throws Exception {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains("ready at")) {
        return;
      }
    }
    throw new AssertionError("The process ended with " + process.waitFor());
  }
}
