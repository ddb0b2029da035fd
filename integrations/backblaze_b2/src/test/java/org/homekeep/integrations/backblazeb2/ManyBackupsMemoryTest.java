package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.contract.TestIntegrationContext;
import org.homekeep.emulator.b2.ApplicationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lists many backups in a process with little memory, and lists them again as after a restart:
 * 1,000 in 32 MB, or as many as {@code -Dmany.backups} and {@code -Dmany.heap} say.
 */
class ManyBackupsMemoryTest extends ManyBackups {
  private static final int BACKUPS = Integer.getInteger("many.backups", 1_000);
  private static final int HEAP = Integer.getInteger("many.heap", 32);

  /** Lists twice; its arguments are where B2 is, and a key. */
  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx();
    TestIntegrationContext hub = new TestIntegrationContext(vertx);
    hub.set("service_url", arguments[0]).set("list_timeout", Duration.ofMinutes(10));
    for (String which : List.of("first", "second")) {
      BackblazeB2Integration integration = new BackblazeB2Integration();
      LoadedEntry loaded =
          hub.await(
              () ->
                  integration.setUp(entry(input(arguments[1], arguments[2], BUCKET, "ha/")), hub));
      try {
        list(which, loaded, hub);
      } finally {
        // Until here it is in memory with all that it knows.
        Reference.reachabilityFence(loaded);
      }
      hub.await(loaded::unload);
    }
    System.exit(0);
  }

  private static void list(String which, LoadedEntry loaded, TestIntegrationContext hub)
      throws Exception {
    long begun = System.nanoTime();
    List<AgentBackup> listed = hub.await(() -> loaded.backupAgents().get(0).listBackups());
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "%s: %d backups in %d ms, %d MB of heap, %d KB kept%n",
        which,
        listed.size(),
        millis,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        hub.cache("01ENTRY").read().orElseThrow().length >> 10);
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void many_backups_are_listed_with_little_memory_and_are_read_once() throws Exception {
    for (int from = 0; from < BACKUPS; from += 500) {
      plant(from, Math.min(from + 500, BACKUPS));
    }
    ApplicationKey key = readAndWriteKey();

    String output = run(b2.url(), key.keyId(), key.applicationKey());

    System.out.println(output);
    assertThat(output)
        .contains("first: %d backups".formatted(BACKUPS))
        .contains("second: %d backups".formatted(BACKUPS));
    assertThat(count("b2_download_file_by_id")).isEqualTo(BACKUPS);
    assertThat(count("b2_list_file_names")).isEqualTo(2 * ((2 * BACKUPS + 999) / 1000));
  }

  private static String run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx%dm".formatted(HEAP),
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ManyBackupsMemoryTest.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      return String.join("\n", output.lines().toList());
    } finally {
      process.destroyForcibly();
    }
  }
}
