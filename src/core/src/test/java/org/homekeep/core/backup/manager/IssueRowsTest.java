package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backups make and end the issues of backup.md §9. */
class IssueRowsTest {
  private static final String FAILED = "automatic_backup_failed";
  private static final String UNAVAILABLE = "automatic_backup_agents_unavailable_test.gone";

  private Path directory;
  private BackupHub hub;
  private MemoryAgent nas;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.writeString(directory.resolve("configuration.yaml"), "x: 1");
    hub = BackupHub.started(directory);
    nas = hub.addAgent("nas");
    select("backup.local", "test.nas");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static JsonObject to(String... agentIds) {
    return new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)));
  }

  private void select(String... agentIds) throws Exception {
    hub.call("backup/config/update", new JsonObject().put("create_backup", to(agentIds)));
  }

  private void automatic() throws Exception {
    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();
  }

  private Issue failed() throws Exception {
    return Optional.ofNullable(hub.issues().get(FAILED)).orElseThrow();
  }

  @Test
  void a_backup_by_hand_that_fails_is_no_issue_of_automatic_backups() throws Exception {
    nas.failUploadsWith(new BackupAgentException("Boom!"));
    hub.backup(to("backup.local", "test.nas"));
    assertThat(hub.issues()).doesNotContainKey(FAILED);

    hub.call("backup/delete", new JsonObject().put("backup_id", "none"));
    Path backups = directory.resolve("backups");
    for (String file : BackupHub.names(backups)) {
      Files.delete(backups.resolve(file));
    }
    Files.delete(backups);
    Files.writeString(backups, "in the way");
    hub.backup(to("backup.local"));
    assertThat(hub.issues()).doesNotContainKey(FAILED);
  }

  @Test
  void it_names_the_ids_of_locations_that_are_not_there_and_the_names_of_those_that_failed()
      throws Exception {
    nas.failUploadsWith(new BackupAgentException("Boom!"));
    select("backup.local", "test.gone", "test.nas");

    automatic();

    Issue issue = failed();
    assertThat(issue.placeholders()).isEqualTo(Map.of("failed_agents", "test.gone, nas"));
    assertThat(issue.severity()).isEqualTo(Severity.WARNING);
    assertThat(issue.fixable()).isFalse();
    assertThat(issue.persistent()).isTrue();
    assertThat(issue.learnMoreUrl()).contains("homeassistant://config/backup");
  }

  @Test
  void there_is_one_whatever_went_wrong_last() throws Exception {
    nas.failUploadsWith(new BackupAgentException("Boom!"));
    automatic();
    assertThat(failed().translationKey()).isEqualTo(FAILED + "_upload_agents");

    select("test.gone");
    assertThat(hub.refused("backup/generate_with_automatic_settings", new JsonObject()))
        .contains("must be selected");
    assertThat(failed().translationKey()).isEqualTo(FAILED + "_upload_agents");

    select("test.nas");
    nas.recover();
    automatic();
    assertThat(hub.issues()).doesNotContainKey(FAILED);
  }

  @Test
  void a_missing_location_is_looked_for_when_the_hub_has_started_and_not_before() throws Exception {
    select("backup.local", "test.gone");
    assertThat(hub.issues()).containsKey(UNAVAILABLE);

    hub = hub.reopened();
    assertThat(hub.issues()).doesNotContainKey(UNAVAILABLE);

    hub.start();
    assertThat(hub.issues().get(UNAVAILABLE))
        .isEqualTo(
            Issue.of(
                UNAVAILABLE,
                Severity.WARNING,
                "automatic_backup_agents_unavailable",
                Map.of("agent_id", "test.gone", "backup_settings", "/config/backup/settings")));
    assertThat(hub.issues().get(UNAVAILABLE).persistent()).isFalse();
  }
}
