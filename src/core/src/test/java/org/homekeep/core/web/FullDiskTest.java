package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change of an account that the disk does not take has not been, and its answer says why. */
class FullDiskTest {
  private static final String LOGIN = "config/auth_provider/homeassistant/";
  private static final String OLGA = "00000000000000000000000000000001";
  private static final String MAX = "00000000000000000000000000000002";
  private static final String OTHER_PASSWORD = "another horse";

  /** The documents that hold accounts. */
  private static final List<String> DOCUMENTS =
      List.of("auth", "auth_provider.homeassistant", "auth_module.totp");

  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
  }

  @AfterEach
  void stop() {
    DOCUMENTS.forEach(this::free);
    hub.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config/auth/create|{'name':'Rosa'}",
        "config/auth/update|{'user_id':'" + MAX + "','name':'Maximilian'}",
        "config/auth/update|{'user_id':'" + MAX + "','is_active':false}",
        "config/auth/delete|{'user_id':'" + MAX + "'}",
        LOGIN + "delete|{'username':'member'}",
        LOGIN + "admin_change_username|{'user_id':'" + MAX + "','username':'maximilian'}",
        LOGIN
            + "admin_change_password|{'user_id':'"
            + MAX
            + "','password':'"
            + OTHER_PASSWORD
            + "'}",
        "auth/long_lived_access_token|{'client_name':'script','lifespan':10}"
      })
  void what_cannot_be_saved_is_not_done(String command, String fields) {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    List<Object> before = seenBy(olga);
    fill("auth");
    JsonObject answer = olga.call(command, new JsonObject(fields.replace('\'', '"')));
    assertNamesTheDisk(answer);
    assertThat(seenBy(olga)).isEqualTo(before);
    free("auth");
    assertThat(logsIn("member", StoredByHomeAssistant.PASSWORD)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"auth", "auth_provider.homeassistant"})
  void a_login_of_which_half_cannot_be_saved_is_not_made(String full) {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    String rosa =
        olga.result("config/auth/create", new JsonObject().put("name", "Rosa"))
            .getJsonObject("user")
            .getString("id");
    JsonObject login =
        new JsonObject()
            .put("user_id", rosa)
            .put("username", "rosa")
            .put("password", OTHER_PASSWORD);
    fill(full);
    assertNamesTheDisk(olga.call(LOGIN + "create", login));
    free(full);
    assertThat(logsIn("rosa", OTHER_PASSWORD)).isFalse();
    olga.call(LOGIN + "create", login);
    assertThat(logsIn("rosa", OTHER_PASSWORD)).isTrue();
  }

  @Test
  void an_own_password_that_cannot_be_saved_is_the_old_one() {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    fill("auth_provider.homeassistant");
    assertNamesTheDisk(
        olga.call(
            LOGIN + "change_password",
            new JsonObject()
                .put("current_password", StoredByHomeAssistant.PASSWORD)
                .put("new_password", OTHER_PASSWORD)));
    assertThat(logsIn("owner", OTHER_PASSWORD)).isFalse();
    assertThat(logsIn("owner", StoredByHomeAssistant.PASSWORD)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"auth", "auth_module.totp"})
  void a_second_factor_that_cannot_be_saved_is_not_asked_for(String full) {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    JsonObject form = olga.result("auth/setup_mfa", new JsonObject().put("mfa_module_id", "totp"));
    fill(full);
    assertNamesTheDisk(
        olga.call(
            "auth/setup_mfa",
            new JsonObject()
                .put("flow_id", form.getString("flow_id"))
                .put("user_input", new JsonObject().put("code", App.of(form).code(hub)))));
    assertThat(secondFactor(olga)).isFalse();
    assertThat(logsIn("owner", StoredByHomeAssistant.PASSWORD)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"auth", "auth_module.totp"})
  void a_second_factor_whose_end_cannot_be_saved_stays(String full) {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    JsonObject form = olga.result("auth/setup_mfa", new JsonObject().put("mfa_module_id", "totp"));
    olga.result(
        "auth/setup_mfa",
        new JsonObject()
            .put("flow_id", form.getString("flow_id"))
            .put("user_input", new JsonObject().put("code", App.of(form).code(hub))));
    fill(full);
    assertNamesTheDisk(olga.call("auth/depose_mfa", new JsonObject().put("mfa_module_id", "totp")));
    assertNamesTheDisk(
        olga.call("homekeep/remove_second_factor", new JsonObject().put("user_id", OLGA)));
    assertThat(secondFactor(olga)).isTrue();
  }

  @Test
  void what_was_not_done_is_not_on_the_disk_later() throws IOException {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    fill("auth");
    olga.call("config/auth/create", new JsonObject().put("name", "Rosa"));
    free("auth");
    olga.result("config/auth/create", new JsonObject().put("name", "Karl"));
    hub.close();
    hub = new WebHub(directory);
    assertThat(hub.now(() -> hub.auth().users()))
        .extracting(user -> user.name())
        .contains("Karl")
        .doesNotContain("Rosa");
  }

  @Test
  void a_change_beside_one_that_fails_is_kept() {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    fill("auth_provider.homeassistant");
    olga.command(
        LOGIN + "admin_change_password",
        new JsonObject().put("user_id", MAX).put("password", OTHER_PASSWORD));
    for (int i = 0; i < 3; i++) {
      olga.command("config/auth/create", new JsonObject().put("name", "Rosa " + i));
    }
    for (int i = 0; i < 4; i++) {
      olga.next();
    }
    assertThat(hub.now(() -> hub.auth().users()))
        .extracting(user -> user.name())
        .contains("Rosa 0", "Rosa 1", "Rosa 2");
  }

  @Test
  void an_expiry_that_cannot_be_saved_is_the_one_before() {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    JsonArray before = olga.call("auth/refresh_tokens").getJsonArray("result");
    fill("auth");
    assertNamesTheDisk(
        olga.call(
            "auth/refresh_token_set_expiry",
            new JsonObject()
                .put("refresh_token_id", before.getJsonObject(0).getString("id"))
                .put("enable_expiry", false)));
    assertThat(olga.call("auth/refresh_tokens").getJsonArray("result")).isEqualTo(before);
  }

  @Test
  void a_session_that_ends_while_the_disk_is_full_ends_all_the_same() {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    String other = hub.tokenOf("Olga");
    JsonArray tokens = olga.call("auth/refresh_tokens").getJsonArray("result");
    fill("auth");
    assertNamesTheDisk(
        olga.call(
            "auth/delete_refresh_token",
            new JsonObject()
                .put("refresh_token_id", tokens.getJsonObject(tokens.size() - 1).getString("id"))));
    assertThat(hub.post("/auth/link_user", other, new JsonObject()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_first_user_who_cannot_be_saved_is_not_made() throws IOException {
    try (WebHub fresh = new WebHub(directory.resolve("fresh"))) {
      Path full = directory.resolve("fresh/.storage/auth.new");
      Files.createDirectories(full.resolve("full"));
      HttpResponse<Buffer> answer = fresh.post("/api/onboarding/users", WebHub.newUser());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.bodyAsJsonObject().getString("message")).contains("disk");
      assertThat(fresh.now(() -> fresh.auth().users())).isEmpty();
      Files.delete(full.resolve("full"));
      Files.delete(full);
      assertThat(fresh.onboard().getString("access_token")).isNotBlank();
    }
  }

  @Test
  void a_step_of_the_set_up_that_cannot_be_saved_is_not_done() throws IOException {
    try (WebHub fresh = new WebHub(directory.resolve("fresh"))) {
      String token = fresh.onboard().getString("access_token");
      Path full = directory.resolve("fresh/.storage/onboarding.new");
      fresh.flush();
      Files.createDirectories(full.resolve("full"));

      HttpResponse<Buffer> answer =
          fresh.post("/api/onboarding/core_config", token, new JsonObject());

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.bodyAsJsonObject().getString("message"))
          .startsWith("Nothing was changed, because the disk does not take it: ");
      assertThat(isDone(fresh, "core_config")).isFalse();
      Files.delete(full.resolve("full"));
      Files.delete(full);
      assertThat(fresh.post("/api/onboarding/core_config", token, new JsonObject()).statusCode())
          .isEqualTo(200);
      assertThat(isDone(fresh, "core_config")).isTrue();
    }
  }

  @Test
  void a_first_user_who_is_saved_is_logged_in_though_the_rest_cannot_be() throws IOException {
    try (WebHub fresh = new WebHub(directory.resolve("fresh"))) {
      for (String document : List.of("onboarding", "core.config")) {
        Files.createDirectories(
            directory.resolve("fresh/.storage/" + document + ".new").resolve("full"));
      }

      assertThat(fresh.onboard().getString("access_token")).isNotBlank();

      assertThat(isDone(fresh, "user")).isTrue();
      for (String document : List.of("onboarding", "core.config")) {
        Path full = directory.resolve("fresh/.storage/" + document + ".new");
        Files.delete(full.resolve("full"));
        Files.delete(full);
      }
    }
  }

  private static boolean isDone(WebHub hub, String step) {
    return hub.get("/api/onboarding").bodyAsJsonArray().stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("step").equals(step))
        .findFirst()
        .orElseThrow()
        .getBoolean("done");
  }

  private static void assertNamesTheDisk(JsonObject answer) {
    assertThat(answer.getBoolean("success")).as(answer.encode()).isFalse();
    assertThat(answer.getJsonObject("error").getString("code")).isEqualTo("home_assistant_error");
    assertThat(answer.getJsonObject("error").getString("message")).contains("disk");
  }

  private static List<Object> seenBy(WebsocketClient olga) {
    return List.of(
        olga.call("config/auth/list").getJsonArray("result"),
        olga.call("auth/refresh_tokens").getJsonArray("result"));
  }

  private static boolean secondFactor(WebsocketClient socket) {
    return socket
        .call("auth/current_user")
        .getJsonObject("result")
        .getJsonArray("mfa_modules")
        .getJsonObject(0)
        .getBoolean("enabled");
  }

  private boolean logsIn(String username, String password) {
    return hub.login(hub.startLogin(), username, password).bodyAsString().contains("create_entry");
  }

  /** Whatever is to be saved of a document fails from now on. */
  private void fill(String key) {
    hub.flush();
    try {
      Files.createDirectories(unfinished(key).resolve("full"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void free(String key) {
    if (!Files.isDirectory(unfinished(key))) {
      // Nothing was full; what is being written there is not ours to delete.
      return;
    }
    try {
      Files.deleteIfExists(unfinished(key).resolve("full"));
      Files.deleteIfExists(unfinished(key));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Path unfinished(String key) {
    return directory.resolve(".storage").resolve(key + ".new");
  }
}
