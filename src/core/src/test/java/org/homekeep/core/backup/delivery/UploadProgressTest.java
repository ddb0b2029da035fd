package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far an upload is, as clients hear it (backup.md §2.2). */
class UploadProgressTest {
  private BackupHub hub;
  private MemoryAgent nas;
  private Promise<Void> gate;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("configuration.yaml"), "x: 1");
    hub = BackupHub.started(directory);
    nas = hub.addAgent("nas");
    gate = nas.holdUploads();
    hub.call("backup/generate", new JsonObject().put("agent_ids", new JsonArray().add("test.nas")));
    hub.until(() -> nas.uploading() == 1);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** An agent reports from any thread; here from the hub's, so that the order is known. */
  private void report(long bytes) throws Exception {
    hub.onContext(
        () -> {
          nas.report(bytes);
          return "reported";
        });
    hub.onContext(() -> "heard");
  }

  private List<Long> told() {
    return hub.events().stream()
        .filter(event -> event.containsKey("agent_id"))
        .map(event -> event.getLong("uploaded_bytes"))
        .toList();
  }

  private long total() {
    return hub.events().stream()
        .filter(event -> event.containsKey("agent_id"))
        .mapToLong(event -> event.getLong("total_bytes"))
        .max()
        .orElseThrow();
  }

  @Test
  void the_first_is_told_at_once_then_the_latest_once_a_second_and_at_the_end_all()
      throws Exception {
    report(10);
    assertThat(told()).containsExactly(10L);

    report(20);
    report(30);
    hub.advance(Duration.ofMillis(999));
    assertThat(told()).containsExactly(10L);
    hub.advance(Duration.ofMillis(1));
    assertThat(told()).containsExactly(10L, 30L);

    hub.advance(Duration.ofSeconds(10));
    assertThat(told()).containsExactly(10L, 30L);
    report(40);
    assertThat(told()).containsExactly(10L, 30L, 40L);
    report(50);
    gate.complete();
    hub.awaitIdle();

    assertThat(told()).containsExactly(10L, 30L, 40L, total());
  }

  @Test
  void an_upload_that_fails_is_not_told_to_have_arrived() throws Exception {
    report(10);
    nas.failWith(new BackupAgentException("Boom!"));

    gate.complete();
    hub.awaitIdle();

    assertThat(told()).containsExactly(10L);
  }

  @Test
  void a_report_that_comes_when_all_is_over_is_not_told() throws Exception {
    report(10);
    gate.complete();
    hub.awaitIdle();
    List<Long> before = told();

    report(20);
    hub.advance(Duration.ofSeconds(5));

    assertThat(told()).isEqualTo(before);
  }
}
