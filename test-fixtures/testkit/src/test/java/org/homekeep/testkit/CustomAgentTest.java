package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A location of an integration that lies in custom_integrations. */
class CustomAgentTest {
  /**
   * Looks at the class loader of the thread, where libraries find their parts; the list fails with
   * the names of the methods that had the jar's own.
   */
  private static final String RUNNING =
      """
        static final Set<String> FOUND = new TreeSet<>();

        static void look(String method) {
          ClassLoader own = Later.class.getClassLoader();
          if (Thread.currentThread().getContextClassLoader() == own) FOUND.add(method);
        }

        public List<org.homekeep.api.backup.BackupAgent> backupAgents() {
          look("agents");
          return List.of(new Agent());
        }

        static final class Agent implements org.homekeep.api.backup.BackupAgent {
          static <T> Future<T> fail() {
            return Future.failedFuture(
                new org.homekeep.api.backup.BackupAgentException(String.join(" ", FOUND)));
          }
          public String domain() { look("domain"); return "sample"; }
          public String uniqueId() { look("id"); return "s"; }
          public String name() { look("name"); return "S"; }
          public Future<List<org.homekeep.api.backup.AgentBackup>> listBackups() {
            look("list");
            return fail();
          }
          public Future<org.homekeep.api.backup.AgentBackup> getBackup(String id) {
            look("get");
            return Future.succeededFuture(
                new org.homekeep.api.backup.AgentBackup(
                    id, "B", "2026-08-01T12:00:00+00:00", List.of(), List.of(), false, false,
                    Optional.empty(), Map.of(), false, 5));
          }
          public Future<Void> uploadBackup(org.homekeep.api.backup.BackupUpload upload) {
            look("upload");
            return fail();
          }
          public Future<Void> downloadBackup(String id, org.homekeep.api.backup.ArchiveSink sink) {
            look("download");
            return fail();
          }
          public Future<Void> deleteBackup(String id) {
            look("delete");
            return fail();
          }
        }
      """;

  @TempDir private Path home;
  @TempDir private Path data;
  private Optional<TestHub> hub = Optional.empty();

  @AfterEach
  void stop() {
    hub.ifPresent(TestHub::close);
  }

  @Test
  void every_call_of_a_location_sees_the_classes_of_its_own_jar() throws IOException {
    Files.writeString(data.resolve("configuration.yaml"), "# what there is to back up");
    IntegrationJar.of("sample")
        .running(RUNNING)
        .write(home.resolve("custom_integrations/sample.jar"));
    TestHub started = TestHub.start(home, data);
    hub = Optional.of(started);
    HubSession ada = HubSession.first(started.port());
    ada.add("sample", new JsonObject().put("folder", "here"));
    JsonArray agents = new JsonArray().add("sample.s");

    started.ask(ada, "backup/delete", new JsonObject().put("backup_id", "11111111"));
    ada.http().get("/api/backup/download/11111111?agent_id=sample.s");
    started.ask(
        ada,
        "backup/generate",
        new JsonObject().put("agent_ids", agents).put("include_database", false));
    JsonObject errors = awaitUpload(started, ada);

    assertThat(errors.getString("sample.s"))
        .contains("agents delete domain download get id list name upload");
  }

  /** Asks until the backup that was ordered has come to its end. */
  private static JsonObject awaitUpload(TestHub hub, HubSession ada) {
    JsonObject info;
    do {
      info = hub.ask(ada, "backup/info");
    } while (!info.getString("state").equals("idle") || info.getValue("last_action_event") == null);
    return info.getJsonObject("agent_errors");
  }
}
