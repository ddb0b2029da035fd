package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.issue.Issue;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomaticBackupTest {
  private BackupHub hub;
  private MemoryAgent remote;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    hub = BackupHub.started(directory);
    remote = hub.addAgent("remote");
    update("{\"create_backup\":{\"agent_ids\":[\"test.remote\"]}}");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void update(String json) throws Exception {
    hub.call("backup/config/update", new JsonObject(json));
  }

  private String automatic() throws Exception {
    String id = hub.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    hub.awaitIdle();
    hub.advance(Duration.ofSeconds(1));
    return id;
  }

  private String manual() throws Exception {
    String id = hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("test.remote")));
    hub.advance(Duration.ofSeconds(1));
    return id;
  }

  private Issue issue(String id) throws Exception {
    Issue issue = hub.issues().get(id);
    if (issue == null) {
      throw new AssertionError("There is no issue " + id + " among " + hub.issues());
    }
    return issue;
  }

  @Test
  void with_default_settings_there_is_nowhere_to_go() throws Exception {
    update("{\"create_backup\":{\"agent_ids\":[]}}");

    assertThat(hub.refused("backup/generate_with_automatic_settings", new JsonObject()))
        .isEqualTo(
            "home_assistant_error: At least one available backup agent must be selected, got []");
  }

  @Test
  void attempt_and_completion_are_recorded() throws Exception {
    automatic();

    JsonObject info = hub.call("backup/info");
    assertThat(info.getString("last_attempted_automatic_backup"))
        .isEqualTo("2024-11-11T12:00:00+01:00");
    assertThat(info.getString("last_completed_automatic_backup"))
        .isEqualTo("2024-11-11T12:00:00+01:00");
  }

  @Test
  void a_failed_delivery_is_an_attempt_and_an_issue_until_a_clean_automatic_backup()
      throws Exception {
    remote.failUploadsWith(new BackupAgentException("Boom!"));
    automatic();

    assertThat(hub.call("backup/info").getString("last_completed_automatic_backup")).isNull();
    Issue issue = issue("automatic_backup_failed");
    assertThat(issue.issueId()).isEqualTo("automatic_backup_failed");
    assertThat(issue.translationKey()).isEqualTo("automatic_backup_failed_upload_agents");
    assertThat(issue.placeholders()).isEqualTo(Map.of("failed_agents", "remote"));
    assertThat(issue.persistent()).isTrue();

    remote.recover();
    manual();
    assertThat(hub.issues()).containsKey("automatic_backup_failed");
    automatic();
    assertThat(hub.issues()).isEmpty();
  }

  @Test
  void by_copies_the_oldest_automatic_backups_go_and_manual_ones_stay() throws Exception {
    update("{\"retention\":{\"copies\":2}}");
    String first = automatic();
    String kept = manual();
    String second = automatic();
    String third = automatic();

    assertThat(remote.ids()).containsExactly(kept, second, third);
    assertThat(remote.deletedIds()).containsExactly(first);
  }

  @Test
  void backups_of_another_hub_are_never_pruned() throws Exception {
    update("{\"retention\":{\"copies\":1}}");
    AgentBackup foreign =
        new AgentBackup(
            "f0f0f0f0",
            "Foreign",
            "2020-01-01T00:00:00+00:00",
            List.of(),
            List.of(),
            true,
            true,
            java.util.Optional.of("2020.1.0"),
            Map.of("instance_id", "someone else", "with_automatic_settings", true),
            false,
            1);
    remote.put(foreign, new byte[] {1});

    automatic();
    String last = automatic();

    assertThat(remote.ids()).containsExactly("f0f0f0f0", last);
  }

  @Test
  void a_location_that_gets_nothing_new_keeps_its_newest() throws Exception {
    update("{\"create_backup\":{\"agent_ids\":[\"test.remote\",\"backup.local\"]}}");
    update("{\"retention\":{\"copies\":1}}");
    String first = automatic();
    remote.failUploadsWith(new BackupAgentException("Boom!"));
    automatic();
    automatic();

    assertThat(remote.ids()).containsExactly(first);
    assertThat(hub.call("backup/info").getJsonArray("backups")).hasSize(2);
  }

  @Test
  void by_days_old_backups_go_once_a_day_and_the_newest_stays() throws Exception {
    List<String> made = new ArrayList<>();
    made.add(automatic());
    made.add(automatic());
    update("{\"retention\":{\"days\":2}}");
    hub.advance(Duration.ofHours(40));
    made.add(automatic());

    assertThat(remote.ids()).containsExactlyElementsOf(made);

    hub.advance(Duration.ofHours(33));
    while (remote.deletedIds().size() < 2) {
      hub.call("backup/info");
    }
    assertThat(remote.ids()).containsExactly(made.get(2));
  }

  @Test
  void by_days_old_backups_go_at_the_start_too() throws Exception {
    automatic();
    hub.advance(Duration.ofDays(1));
    String newest = automatic();
    update("{\"retention\":{\"days\":1}}");

    BackupHub later = BackupHub.open(hub.directories());
    try {
      later.clock().advance(Duration.ofHours(36));
      later.shareAgents(hub);
      later.start();
      while (remote.ids().size() > 1) {
        later.onContext(() -> "turn");
      }
    } finally {
      later.close();
    }
    assertThat(remote.ids()).containsExactly(newest);
  }
}
