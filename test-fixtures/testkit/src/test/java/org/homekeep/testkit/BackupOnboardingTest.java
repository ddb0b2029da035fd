package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a hub that nobody has set up answers about backups (backup.md §5.3). */
class BackupOnboardingTest {
  private static final String BACKUP = "/api/onboarding/backup/";

  private Path config;
  private TestHub hub;
  private HttpApiClient http;
  private JsonObject order;

  /** A new hub with the archive of another one in its directory. */
  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    Path data = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(data.resolve("notes.txt"), "what a home is made of");
    Path old = temporary.resolve("old");
    try (TestHub other = TestHub.start(old, data, Map.of())) {
      other.ask(
          HubSession.first(other.port()),
          "call_service",
          new JsonObject().put("domain", "backup").put("service", "create"));
    }
    config = temporary.resolve("config");
    Files.createDirectories(config);
    try (Stream<Path> files = Files.list(old.resolve("backups"))) {
      Files.createDirectories(config.resolve("backups"));
      Path archive =
          files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
      Files.copy(archive, config.resolve("backups/old.tar"));
    }
    hub = TestHub.start(config, data, Map.of());
    http = HttpApiClient.anonymous(hub.port());
    String id =
        http.get(BACKUP + "info")
            .json()
            .getJsonArray("backups")
            .getJsonObject(0)
            .getString("backup_id");
    order = new JsonObject().put("backup_id", id).put("agent_id", "backup.local");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void info_has_three_keys() {
    assertThat(http.get(BACKUP + "info").json().fieldNames())
        .containsExactlyInAnyOrder("backups", "state", "last_action_event");
  }

  @Test
  void a_restore_that_the_disk_does_not_take_says_so_and_can_be_tried_again() throws IOException {
    Path inTheWay = Files.createDirectories(config.resolve(".HA_RESTORE/x"));

    HttpApiClient.Answer answer = http.post(BACKUP + "restore", order);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("code")).isEqualTo("restore_failed");
    assertThat(answer.json().getString("message")).contains(".HA_RESTORE");
    assertThat(http.get(BACKUP + "info").json().getJsonObject("last_action_event"))
        .isEqualTo(
            new JsonObject(
                "{\"manager_state\":\"restore_backup\",\"reason\":\"unknown_error\",\"stage\":null,\"state\":\"failed\"}"));
    Files.delete(inTheWay);
    Files.delete(config.resolve(".HA_RESTORE"));
    assertThat(http.post(BACKUP + "restore", order).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'backup_id':'a'} | required key not provided @ data['agent_id']",
        "{'agent_id':'a'} | required key not provided @ data['backup_id']",
        "{'backup_id':'a','agent_id':'b','colour':1} | extra keys not allowed @ data['colour']",
        "{'backup_id':'a','agent_id':'b','restore_homeassistant':true} | extra keys not allowed @ data['restore_homeassistant']"
      })
  void a_message_of_another_shape_says_where(String body, String message) {
    HttpApiClient.Answer answer = http.post(BACKUP + "restore", body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("message"))
        .startsWith("Message format incorrect: " + message);
  }

  @Test
  void an_upload_says_what_is_wrong_with_it() throws IOException {
    Path noArchive = Files.writeString(config.resolve("no-archive"), "no archive");

    assertThat(http.upload(BACKUP + "upload", noArchive, "a.tar").status()).isEqualTo(400);
    HttpApiClient.Answer answer =
        http.upload(BACKUP + "upload?agent_id=backup.local", noArchive, "a.tar");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("Can't upload backup file: ");
  }
}
