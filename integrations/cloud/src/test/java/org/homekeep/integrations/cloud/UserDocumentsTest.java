package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.checks.Patience;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents of Home Assistant promise to people with a backup in the cloud
 * (b2-and-cloud.md §G.1–G.3): the sentences that are about more than the location itself.
 */
class UserDocumentsTest {
  private static final String KEY_FORM = "[A-Z0-9]{4}(-[A-Z0-9]{4}){6}";
  private static final String OTHER = "ZZZZ-EFGH-IJKL-MNOP-QRST-UVWX-YZ12";
  private static final String KEYS = "homekeep/backup/keys/";
  private @TempDir Path directory;
  private CloudHub home;

  @BeforeEach
  void start() {
    home = CloudHub.in(directory, options -> options.objectPort(0)).loggedIn();
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private JsonObject createBackup() {
    return home.socket
        .call("backup/config/info")
        .getJsonObject("config")
        .getJsonObject("create_backup");
  }

  private void automatic(JsonObject createBackup) {
    home.socket.call("backup/config/update", new JsonObject().put("create_backup", createBackup));
  }

  private static JsonObject toTheCloud(String key) {
    return new JsonObject()
        .put("agent_ids", new JsonArray().add(CloudHub.CLOUD))
        .put("password", key);
  }

  private String automaticBackup() {
    int events = home.socket.send("backup/subscribe_events", new JsonObject());
    home.socket.nextEvent(events);
    String id =
        home.socket.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    home.socket.eventsUntil(events, CloudHub::isIdle);
    return id;
  }

  private boolean opens(String backupId, String agentId, String key) {
    JsonObject answer =
        home.socket.ask(
            "backup/can_decrypt_on_download",
            new JsonObject()
                .put("backup_id", backupId)
                .put("agent_id", agentId)
                .put("password", key));
    if (!answer.getBoolean("success")) {
      assertThat(answer.getJsonObject("error").getString("code")).isEqualTo("password_incorrect");
    }
    return answer.getBoolean("success");
  }

  private JsonObject newKey() {
    return home.socket.call(KEYS + "new");
  }

  private HttpApiClient.Answer kit(String fingerprint) {
    String path = "/api/homekeep/backup/emergency_kit?key=" + fingerprint;
    String signed =
        home.socket.call("auth/sign_path", new JsonObject().put("path", path)).getString("path");
    return home.ada.http().get(signed);
  }

  @Test
  void nothing_goes_to_the_cloud_before_somebody_chooses_it() { // §G 3
    assertThat(createBackup().getJsonArray("agent_ids")).isEmpty();

    home.backUp(CloudHub.LOCAL);

    assertThat(home.stored()).isEmpty();
  }

  @Test
  void the_version_that_is_told_is_one_that_knows_the_cloud() { // §G 7
    home.backUp(CloudHub.CLOUD);

    String stored = home.stored().get(0).metadata().getString("homeassistant_version");
    String told = home.socket.call("get_config").getString("version");

    assertThat(stored).isEqualTo(told);
    int year = Integer.parseInt(told.substring(0, told.indexOf('.')));
    assertThat(year).isGreaterThanOrEqualTo(2025);
  }

  @Test
  void an_automatic_backup_goes_there_when_it_is_among_its_locations() { // §G 8
    automatic(toTheCloud(CloudHub.KEY));

    String id = automaticBackup();

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
    assertThat(home.stored().get(0).metadata().getJsonObject("extra_metadata").encode())
        .contains("\"with_automatic_settings\":true");
  }

  @Test
  void a_key_has_28_letters_and_digits_and_nothing_to_do_with_a_password() { // §G 16, 18, 38
    String one = newKey().getString("key");
    String other = newKey().getString("key");

    assertThat(List.of(one, other)).allMatch(key -> key.matches(KEY_FORM)).doesNotHaveDuplicates();
  }

  @Test
  void the_key_can_be_read_again_also_after_a_restart() { // §G 19, 32
    automatic(toTheCloud(CloudHub.KEY));

    home.hub.restart();

    try (var socket = home.ada.websocket(home.vertx())) {
      assertThat(
              socket
                  .call("backup/config/info")
                  .getJsonObject("config")
                  .getJsonObject("create_backup")
                  .getString("password"))
          .isEqualTo(CloudHub.KEY);
    }
  }

  @Test
  void no_other_key_opens_a_backup_and_no_password_does() { // §G 18, 20, 30, 39
    String id = home.backUp(CloudHub.CLOUD);

    assertThat(opens(id, CloudHub.CLOUD, OTHER)).isFalse();
    assertThat(opens(id, CloudHub.CLOUD, CloudHub.PASSWORD)).isFalse();
    assertThat(opens(id, CloudHub.CLOUD, CloudHub.KEY)).isTrue();
  }

  @Test
  void the_bytes_go_wherever_the_service_says() { // §G 25
    home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).hasSize(1);
  }

  @Test
  void the_parts_are_encrypted_as_the_documents_say() throws Exception { // §G 26, 28
    String id = home.backUp(CloudHub.CLOUD);
    Path archive = directory.resolve("download.tar");
    home.ada.http().download("/api/backup/download/" + id + "?agent_id=cloud.cloud", archive);

    try (InputStream in = Files.newInputStream(archive)) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      // SecureTar, version 2: AES-128 in CBC; later versions have another cipher.
      assertThat(text).contains("SecureTar\u0002").doesNotContain("SecureTar\u0003");
    }
  }

  @Test
  void automatic_backups_are_encrypted_with_the_key_that_was_set() { // §G 28, 34
    automatic(
        new JsonObject()
            .put("agent_ids", new JsonArray().add(CloudHub.CLOUD).add(CloudHub.LOCAL))
            .put("password", CloudHub.KEY));

    String id = automaticBackup();

    assertThat(opens(id, CloudHub.CLOUD, CloudHub.KEY)).isTrue();
    assertThat(opens(id, CloudHub.LOCAL, CloudHub.KEY)).isTrue();
  }

  @Test
  void a_kit_has_the_key_the_date_the_hub_and_its_address_and_stays_nowhere() // §G 29, 31, 33
      throws Exception {
    JsonObject made = newKey();

    HttpApiClient.Answer kit = kit(made.getString("fingerprint"));

    assertThat(kit.body())
        .contains(made.getString("key"))
        .containsPattern("(?m)^Date")
        .containsPattern("(?m)^Instance")
        .containsPattern("(?m)^URL");
    assertThat(files()).noneMatch(name -> name.contains("emergency_kit"));
  }

  /** A document that is written meanwhile is gone under the name that was listed. */
  private List<String> files() {
    return Patience.until(
        () -> {
          try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toString).toList();
          }
        });
  }

  @Test
  void a_new_key_is_for_what_is_made_from_now_on() { // §G 35, 36
    automatic(toTheCloud(CloudHub.KEY));
    String old = home.backUp(CloudHub.LOCAL);
    automatic(toTheCloud(OTHER));
    String latest = home.backUp(new JsonObject().put("password", OTHER), CloudHub.CLOUD);

    assertThat(opens(old, CloudHub.LOCAL, CloudHub.KEY)).isTrue();
    assertThat(opens(old, CloudHub.LOCAL, OTHER)).isFalse();
    assertThat(opens(latest, CloudHub.CLOUD, OTHER)).isTrue();
  }

  @Test
  void the_kit_of_a_key_that_was_replaced_says_so_in_its_name() { // §G 37
    automatic(toTheCloud(CloudHub.KEY));
    automatic(toTheCloud(OTHER));
    String replaced =
        home.socket.call(KEYS + "list").getJsonArray("keys").stream()
            .map(JsonObject.class::cast)
            .filter(key -> !key.getBoolean("active"))
            .map(key -> key.getString("fingerprint"))
            .findFirst()
            .orElseThrow();

    assertThat(kit(replaced).headers().toString())
        .contains("home_assistant_backup_emergency_kit_old_");
  }
}
