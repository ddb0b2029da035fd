package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in and out (b2-and-cloud.md §B.1–B.3). */
class LoginTest {
  private CloudHub home;

  @BeforeEach
  void start(@TempDir Path directory) {
    home = CloudHub.in(directory);
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private static JsonObject refusal(HttpApiClient.Answer answer) {
    return new JsonObject()
        .put("status", answer.status())
        .put("code", answer.json().getString("code"));
  }

  private static JsonObject refusal(int status, String code) {
    return new JsonObject().put("status", status).put("code", code);
  }

  @Test
  void without_a_login_there_is_no_location_and_no_entry() { // §G 12
    assertThat(home.status())
        .isEqualTo(
            new JsonObject()
                .put("logged_in", false)
                .put("cloud", "disconnected")
                .put("http_use_ssl", false));
    assertThat(home.agents()).containsExactly(CloudHub.LOCAL);
    assertThat(home.ada.entries("cloud")).isEmpty();
    assertThat(home.asked("InitiateAuth")).isZero();
  }

  @Test
  void a_login_brings_the_location_at_once() { // §G 11
    HttpApiClient.Answer answer = home.logIn();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getBoolean("success")).isTrue();
    assertThat(home.agents()).containsExactly(CloudHub.LOCAL, CloudHub.CLOUD);
    assertThat(home.ada.entries("cloud"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getString("title")).isEqualTo("Home Assistant Cloud");
              assertThat(entry.getString("source")).isEqualTo("system");
              assertThat(entry.getString("state")).isEqualTo("loaded");
            });
  }

  @Test
  void the_status_says_who_is_in_and_whether_they_pay() { // §G 2
    home.loggedIn();

    JsonObject status = home.status();

    assertThat(status.getBoolean("logged_in")).isTrue();
    assertThat(status.getString("email")).isEqualTo(home.cloud.email());
    assertThat(status.getBoolean("active_subscription")).isTrue();
    assertThat(status.getString("cloud")).isEqualTo("connected");
    assertThat(status.getJsonObject("prefs").getBoolean("remote_enabled")).isFalse();
  }

  @Test
  void the_location_has_the_name_that_the_frontend_knows() {
    home.loggedIn();

    assertThat(home.socket.call("backup/agents/info").getJsonArray("agents"))
        .isEqualTo(
            new JsonArray(
                List.of(
                    new JsonObject().put("agent_id", "backup.local").put("name", "local"),
                    new JsonObject().put("agent_id", "cloud.cloud").put("name", "cloud"))));
  }

  @Test
  void capitals_in_an_address_mean_nothing() {
    assertThat(home.logIn(" Demo@Example.ORG", CloudHub.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void the_tokens_are_kept_where_home_assistant_keeps_them() throws Exception {
    home.loggedIn();

    Path file = home.config.resolve(".cloud/production_auth.json");
    assertThat(new JsonObject(Files.readString(file)).fieldNames())
        .containsExactlyInAnyOrder("id_token", "access_token", "refresh_token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_login_outlives_a_restart() {
    home.loggedIn();

    home.hub.restart();

    home.until(() -> home.ada.entries("cloud").get(0).getString("state").equals("loaded"));
  }

  @Test
  void a_logout_takes_everything_away_at_once() {
    home.loggedIn();

    HttpApiClient.Answer answer = home.logOut();

    assertThat(answer.json()).isEqualTo(new JsonObject().put("message", "ok"));
    assertThat(home.agents()).containsExactly(CloudHub.LOCAL);
    assertThat(home.ada.entries("cloud")).isEmpty();
    assertThat(home.config.resolve(".cloud/production_auth.json")).doesNotExist();
    assertThat(home.status().getBoolean("logged_in")).isFalse();
  }

  @Test
  void whoever_removes_the_entry_has_logged_out() {
    home.loggedIn();

    home.ada.remove(home.ada.entries("cloud").get(0).getString("entry_id"));

    assertThat(home.status().getBoolean("logged_in")).isFalse();
    assertThat(home.config.resolve(".cloud/production_auth.json")).doesNotExist();
  }

  @Test
  void a_wrong_password_is_told() {
    assertThat(refusal(home.logIn(home.cloud.email(), "wrong")))
        .isEqualTo(refusal(401, "unauthenticated"));
    assertThat(home.agents()).containsExactly(CloudHub.LOCAL);
  }

  @Test
  void an_unknown_address_is_told() {
    assertThat(refusal(home.logIn("nobody@example.org", "wrong")))
        .isEqualTo(refusal(400, "usernotfound"));
  }

  @Test
  void a_second_login_is_refused() {
    home.loggedIn();

    assertThat(refusal(home.logIn())).isEqualTo(refusal(400, "alreadyloggedin"));
  }

  @Test
  void a_service_that_is_silent_is_told_as_one_that_cannot_be_reached() {
    home.fault(FaultRule.of("InitiateAuth", FaultAction.RESET).times(1));

    assertThat(refusal(home.logIn())).isEqualTo(refusal(502, "timeouterror"));
    assertThat(home.logIn().status()).isEqualTo(200);
  }

  @Test
  void a_login_without_a_password_is_refused() {
    HttpApiClient.Answer answer =
        home.ada.http().post("/api/cloud/login", new JsonObject().put("email", home.cloud.email()));

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void the_password_does_not_leave_the_machine() { // §G 18
    home.await(home.cloud.watch(List.of(CloudHub.PASSWORD)));

    home.loggedIn();

    assertThat(home.await(home.cloud.found())).isEmpty();
  }

  @Test
  void events_tell_of_login_and_logout() {
    int events = home.socket.send("cloud/subscribe_events", new JsonObject());
    home.loggedIn();
    assertThat(home.socket.nextEvent(events)).isEqualTo(new JsonObject().put("type", "login"));

    home.logOut();
    assertThat(home.socket.nextEvent(events)).isEqualTo(new JsonObject().put("type", "logout"));
  }
}
