package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents of accounts that were damaged, or that a crash left behind. */
class DamagedAccountsTest {
  private static final String MAX = "00000000000000000000000000000002";
  private static final String PASSWORDS = "auth_provider.homeassistant";

  @TempDir Path directory;
  @TempDir Path crashed;

  @BeforeEach
  void write() throws IOException {
    StoredByHomeAssistant.write(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth|{'users':null}",
        "auth|{'users':[null]}",
        "auth|{'users':[{'id':null}]}",
        "auth|{'users':[{'id':'1','group_ids':null}]}",
        "auth|{'users':[{'id':'1','is_owner':null}]}",
        "auth|{'users':[{'id':'1','mfa_modules':7}]}",
        "auth|{'groups':null}",
        "auth|{'groups':[null]}",
        "auth|{'credentials':[{'id':'1','user_id':'1','auth_provider_type':'x','data':null}]}",
        "auth|{'refresh_tokens':'none'}",
        "auth_provider.homeassistant|{'users':null}",
        "auth_provider.homeassistant|{'users':[null]}",
        "auth_provider.homeassistant|{'users':[{'username':null,'password':'x'}]}",
        "auth_provider.homeassistant|{'users':[{'username':'owner','password':null}]}",
        "auth_module.totp|{'users':null}"
      })
  void a_document_of_another_shape_is_replaced_by_the_generation_before(String key, String data)
      throws IOException {
    Path file = storage(key);
    if (Files.exists(file)) {
      Files.move(file, file.resolveSibling(key + ".previous"));
    }
    Files.writeString(
        file,
        "{\"version\":1,\"minor_version\":1,\"key\":\"%s\",\"data\":%s}"
            .formatted(key, data.replace('\'', '"')));
    assertThat(logsIn(directory, "owner")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"version,null", "minor_version,null", "key,7", "data,[]"})
  void an_envelope_of_another_shape_is_replaced_too(String field, String value) throws IOException {
    Path file = storage("auth");
    Files.copy(file, file.resolveSibling("auth.previous"));
    JsonObject json = new JsonObject(Files.readString(file));
    json.remove(field);
    Files.writeString(file, "{\"%s\":%s,".formatted(field, value) + json.encode().substring(1));
    assertThat(logsIn(directory, "owner")).isTrue();
  }

  @Test
  void a_directory_in_the_place_of_a_document_is_put_aside() throws IOException {
    Path file = storage("auth");
    Files.move(file, file.resolveSibling("auth.previous"));
    Files.createDirectory(file);
    assertThat(logsIn(directory, "owner")).isTrue();
  }

  @Test
  void a_hub_that_has_lost_its_users_lets_a_first_one_be_made() throws IOException {
    Files.writeString(
        storage("onboarding"),
        "{\"version\":4,\"minor_version\":1,\"key\":\"onboarding\",\"data\":{\"done\":[\"user\"]}}");
    Files.writeString(storage("auth"), "garbage");
    try (WebHub hub = new WebHub(directory)) {
      assertThat(hub.get("/api/onboarding").bodyAsString())
          .contains("{\"step\":\"user\",\"done\":false}");
      assertThat(hub.onboard().getString("access_token")).isNotBlank();
    }
  }

  @Test
  void wherever_a_crash_cuts_a_change_of_name_the_user_logs_in_with_the_old_or_the_new_one()
      throws IOException {
    try (WebHub hub = new WebHub(directory)) {
      hub.connect(hub.tokenOf("Olga"))
          .result(
              "config/auth_provider/homeassistant/admin_change_username",
              new JsonObject().put("user_id", MAX).put("username", "maximilian"));
    }
    // What was on the disk in between: each document is written by itself.
    String passwords = Files.readString(storage(PASSWORDS + ".previous"));
    for (String auth : List.of("auth.previous", "auth")) {
      Path storage = Files.createDirectories(crashed.resolve(auth).resolve(".storage"));
      Files.writeString(storage.resolve(PASSWORDS), passwords);
      Files.copy(storage(auth), storage.resolve("auth"));
      String kept = auth.equals("auth") ? "maximilian" : "member";
      String given = auth.equals("auth") ? "member" : "maximilian";
      assertThat(logsIn(crashed.resolve(auth), kept)).as(auth).isTrue();
      assertThat(logsIn(crashed.resolve(auth), given)).as(auth).isFalse();
      try (WebHub hub = new WebHub(crashed.resolve(auth))) {
        hub.connect(hub.tokenOf("Olga"))
            .result(
                "config/auth_provider/homeassistant/admin_change_username",
                new JsonObject().put("user_id", MAX).put("username", given));
      }
    }
  }

  @Test
  void wherever_a_crash_cuts_a_removal_it_can_be_repeated() throws IOException {
    JsonObject name = new JsonObject().put("username", "member");
    try (WebHub hub = new WebHub(directory)) {
      hub.connect(hub.tokenOf("Olga")).result("config/auth_provider/homeassistant/delete", name);
    }
    Path storage = Files.createDirectories(crashed.resolve(".storage"));
    Files.copy(storage(PASSWORDS), storage.resolve(PASSWORDS));
    Files.copy(storage("auth.previous"), storage.resolve("auth"));
    try (WebHub hub = new WebHub(crashed)) {
      hub.connect(hub.tokenOf("Olga")).result("config/auth_provider/homeassistant/delete", name);
    }
  }

  @Test
  void a_password_that_nobody_logs_in_with_can_be_deleted() throws IOException {
    JsonObject name = new JsonObject().put("username", "ghost");
    Path file = storage(PASSWORDS);
    Files.writeString(
        file,
        Files.readString(file)
            .replace("[", "[{\"username\":\"ghost\",\"password\":\"bm90IGEgaGFzaA==\"},"));
    try (WebHub hub = new WebHub(directory)) {
      WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
      olga.result("config/auth_provider/homeassistant/delete", name);
      assertThat(olga.error("config/auth_provider/homeassistant/delete", name))
          .isEqualTo("credentials_not_found");
    }
  }

  private Path storage(String key) {
    return directory.resolve(".storage").resolve(key);
  }

  private static boolean logsIn(Path directory, String username) throws IOException {
    try (WebHub hub = new WebHub(directory)) {
      return hub.login(hub.startLogin(), username, StoredByHomeAssistant.PASSWORD)
          .bodyAsString()
          .contains("create_entry");
    }
  }
}
