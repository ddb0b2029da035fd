package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.emulator.cloud.StoredBackup;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups on their way to Home Assistant Cloud and back (b2-and-cloud.md §B.5). */
class UploadTest {
  private CloudHub home;
  private @TempDir Path directory;

  @BeforeEach
  void start() {
    home = CloudHub.in(directory).loggedIn();
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private JsonObject backup(String backupId) {
    return home.socket
        .call("backup/details", new JsonObject().put("backup_id", backupId))
        .getJsonObject("backup");
  }

  @Test
  void an_encrypted_backup_is_stored_under_the_name_of_the_hub() { // §G 1
    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
    StoredBackup stored = home.stored().get(0);
    assertThat(stored.key()).matches("[0-9a-f]{32}\\.tar");
    assertThat(stored.metadata().getString("backup_id")).isEqualTo(id);
    assertThat(stored.metadata().getBoolean("protected")).isTrue();
    assertThat(stored.metadata().getLong("size")).isEqualTo(stored.size());
  }

  @Test
  void what_is_stored_are_the_bytes_of_the_archive() throws Exception { // §G 5
    home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);

    Path local;
    try (var files = Files.list(home.config.resolve("backups"))) {
      local = files.findFirst().orElseThrow();
    }
    byte[] md5 = java.security.MessageDigest.getInstance("MD5").digest(Files.readAllBytes(local));
    assertThat(home.stored().get(0).md5()).isEqualTo(java.util.HexFormat.of().formatHex(md5));
  }

  @Test
  void a_newer_backup_takes_the_place_of_the_one_before() { // §G 4, 14
    home.backUp(CloudHub.CLOUD);
    String second = home.backUp(CloudHub.CLOUD);

    assertThat(home.stored()).hasSize(1);
    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(second);
  }

  @Test
  void a_backup_that_is_not_encrypted_is_refused_and_the_old_one_stays() { // §G 10, 17, 23
    String encrypted = home.backUp(CloudHub.CLOUD);

    String plain = home.backUp(new JsonObject(), CloudHub.CLOUD, CloudHub.LOCAL);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(encrypted);
    assertThat(home.listed(CloudHub.LOCAL)).contains(plain);
    assertThat(home.asked("object_put")).isEqualTo(1);
    assertThat(home.issue("backup_not_encrypted")).isPresent();
    assertThat(home.socket.call("repairs/list_issues").encode())
        .doesNotContain("backup_delivery_refused");
    assertThat(backup(plain).getJsonArray("failed_agent_ids"))
        .isEqualTo(new JsonArray().add(CloudHub.CLOUD));
  }

  @Test
  void the_next_backup_that_is_stored_takes_the_issue_away() {
    home.backUp(new JsonObject(), CloudHub.CLOUD);
    assertThat(home.issue("backup_not_encrypted")).isPresent();

    home.backUp(CloudHub.CLOUD);

    assertThat(home.issue("backup_not_encrypted")).isEmpty();
  }

  @Test
  void a_stored_backup_is_downloaded_as_it_is() throws Exception { // §G 13
    String id = home.backUp(CloudHub.CLOUD);
    Path file = directory.resolve("download.tar");

    int status =
        home.ada.http().download("/api/backup/download/" + id + "?agent_id=cloud.cloud", file);

    assertThat(status).isEqualTo(200);
    assertThat(Files.size(file)).isEqualTo(home.stored().get(0).size());
  }

  @Test
  void a_backup_is_deleted_by_the_name_that_the_list_tells() {
    String id = home.backUp(CloudHub.CLOUD);

    JsonObject answer = home.socket.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(answer.getJsonObject("agent_errors")).isEmpty();
    assertThat(home.stored()).isEmpty();
  }

  @Test
  void a_backup_that_is_not_there_is_no_error_when_it_is_deleted() {
    JsonObject answer =
        home.socket.call("backup/delete", new JsonObject().put("backup_id", "0badc0de"));

    assertThat(answer).isEqualTo(new JsonObject().put("agent_errors", new JsonObject()));
  }

  @Test
  void a_backup_that_is_not_there_cannot_be_downloaded() {
    HttpApiClient.Answer answer =
        home.ada.http().get("/api/backup/download/0badc0de?agent_id=cloud.cloud");

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void the_encryption_key_is_in_no_request() { // §G 6, 17, 27
    home.await(home.cloud.watch(List.of(CloudHub.KEY, CloudHub.KEY.replace("-", ""))));

    String id = home.backUp(CloudHub.CLOUD);
    home.ada.http().get("/api/backup/download/" + id + "?agent_id=cloud.cloud");
    home.info();

    assertThat(home.await(home.cloud.found())).isEmpty();
  }

  @Test
  void an_upload_that_breaks_off_is_tried_again() {
    home.fault(FaultRule.of("object_put", FaultAction.RESET).afterBytes(1000).times(2));

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
    assertThat(home.asked("files_upload_details")).isEqualTo(3);
  }

  @Test
  void after_five_failures_an_issue_says_why() {
    home.fault(FaultRule.error("object_put", 500, "InternalError").times(100));

    home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);

    assertThat(home.asked("object_put")).isEqualTo(5);
    assertThat(home.listed(CloudHub.LOCAL)).hasSize(1);
    assertThat(home.issue("upload_failed").orElseThrow().encode()).contains("500");
    assertThat(home.socket.call("repairs/list_issues").encode())
        .doesNotContain("backup_not_delivered");
  }

  @Test
  void an_error_in_a_list_is_told_and_other_locations_are_listed() {
    home.backUp(CloudHub.LOCAL);
    home.fault(FaultRule.error("files_list", 500, "internal").times(100));

    JsonObject info = home.info();

    assertThat(info.getJsonObject("agent_errors").getString("cloud.cloud"))
        .startsWith("Failed to list backups");
    assertThat(info.getJsonArray("backups")).hasSize(1);
  }
}
