package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.OtherUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the account page asks beside the login (b2-and-cloud.md §B.3). */
class CommandsTest {
  private static final List<String> OF_A_LOGIN =
      List.of(
          "subscription",
          "update_prefs",
          "remote/connect",
          "remote/disconnect",
          "alexa/sync",
          "alexa/entities",
          "google_assistant/entities");
  private CloudHub home;

  @BeforeEach
  void start(@TempDir Path directory) {
    home = CloudHub.in(directory);
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private JsonObject error(String command, JsonObject fields) {
    return home.socket.ask("cloud/" + command, fields).getJsonObject("error", new JsonObject());
  }

  @Test
  void the_status_of_a_login_has_what_the_frontend_reads() { // §G 2
    home.loggedIn();

    assertThat(home.status().fieldNames())
        .containsExactlyInAnyOrder(
            "logged_in",
            "cloud",
            "http_use_ssl",
            "email",
            "active_subscription",
            "cloud_last_disconnect_reason",
            "prefs",
            "alexa_registered",
            "alexa_entities",
            "google_registered",
            "google_entities",
            "google_local_connected",
            "remote_domain",
            "remote_connected",
            "remote_certificate",
            "remote_certificate_status");
  }

  @Test
  void what_needs_a_login_says_so() {
    for (String command : OF_A_LOGIN) {
      JsonObject error = error(command, new JsonObject());
      assertThat(error.getString("code")).as(command).isEqualTo("not_logged_in");
      assertThat(error.getString("message")).isEqualTo("You need to be logged in to the cloud.");
    }
  }

  @Test
  void what_homekeep_does_not_have_says_so() {
    home.loggedIn();

    for (String command : List.of("remote/connect", "remote/disconnect", "alexa/sync")) {
      assertThat(error(command, new JsonObject()).getString("code"))
          .as(command)
          .isEqualTo("not_supported");
    }
    for (String command : List.of("cloudhook/create", "cloudhook/delete")) {
      assertThat(error(command, new JsonObject().put("webhook_id", "x")).getString("code"))
          .as(command)
          .isEqualTo("not_supported");
    }
    assertThat(
            error("update_prefs", new JsonObject().put("remote_enabled", true)).getString("code"))
        .isEqualTo("not_supported");
  }

  @Test
  void there_is_nothing_for_assistants_to_see() {
    home.loggedIn();

    for (String command : List.of("cloud/alexa/entities", "cloud/google_assistant/entities")) {
      assertThat(home.socket.ask(command, new JsonObject()).getJsonArray("result"))
          .as(command)
          .isEqualTo(new JsonArray());
    }
    assertThat(home.socket.call("cloud/tts/info"))
        .isEqualTo(new JsonObject().put("languages", new JsonArray()));
  }

  @Test
  void the_subscription_says_until_when() { // §G 2
    home.await(home.cloud.endSubscription(home.cloud.email(), "2099-12-31"));
    home.loggedIn();

    JsonObject subscription = home.socket.call("cloud/subscription");

    assertThat(subscription.getLong("plan_renewal_date")).isEqualTo(4_102_358_400L);
    assertThat(subscription.getString("human_description"))
        .isEqualTo("The subscription is active.");
  }

  @Test
  void a_subscription_that_cannot_be_asked_is_told() {
    home.loggedIn();
    home.fault(FaultRule.error("InitiateAuth", 500, "internal").times(9));

    assertThat(error("subscription", new JsonObject()).getString("code"))
        .isEqualTo("request_failed");
  }

  @Test
  void data_is_not_removed_under_a_login() {
    assertThat(home.socket.ask("cloud/remove_data", new JsonObject()).getBoolean("success"))
        .isTrue();
    home.loggedIn();

    assertThat(error("remove_data", new JsonObject()).getString("code")).isEqualTo("logged_in");
  }

  @Test
  void whoever_is_no_administrator_sees_the_status_alone() {
    home.loggedIn();
    HttpApiClient anonymous = HttpApiClient.anonymous(home.hub.port());
    HttpApiClient max = anonymous.with(OtherUser.accessToken(home.socket, anonymous));

    assertThat(max.get("/api/cloud/support_package").status()).isIn(401, 403);
    assertThat(max.post("/api/cloud/logout", new JsonObject()).status()).isIn(401, 403);
    assertThat(anonymous.post("/api/cloud/logout", new JsonObject()).status()).isEqualTo(401);
    assertThat(home.status().getBoolean("logged_in")).isTrue();
  }

  @Test
  void neither_support_package_nor_diagnostics_say_who_it_is() throws Exception {
    home.loggedIn();
    JsonObject tokens =
        new JsonObject(Files.readString(home.config.resolve(".cloud/production_auth.json")));
    String entry = home.ada.entries("cloud").get(0).getString("entry_id");

    HttpApiClient.Answer support = home.ada.http().get("/api/cloud/support_package");
    HttpApiClient.Answer diagnostics =
        home.ada.http().get("/api/diagnostics/config_entry/" + entry);

    assertThat(support.status()).isEqualTo(200);
    assertThat(diagnostics.status()).isEqualTo(200);
    for (String text : List.of(support.body(), diagnostics.body())) {
      assertThat(text).contains("logged_in").doesNotContain(home.cloud.email());
      for (String name : tokens.fieldNames()) {
        assertThat(text).doesNotContain(tokens.getString(name));
      }
    }
  }

  @Test
  void an_account_is_registered_and_used_with_capitals_as_well() {
    assertThat(
            home.ada
                .http()
                .post(
                    "/api/cloud/register",
                    new JsonObject().put("email", "New@Example.org").put("password", "secret99"))
                .json())
        .isEqualTo(new JsonObject().put("message", "ok"));
    assertThat(home.logIn("New@Example.org", "secret99").json().getString("code"))
        .isEqualTo("usernotconfirmed");
    home.await(
        home.cloud.changeUser(
            new JsonObject().put("email", "new@example.org").put("confirmed", true)));

    assertThat(home.logIn("NEW@example.org", "secret99").status()).isEqualTo(200);
  }

  @Test
  void a_password_that_is_too_simple_is_told() {
    HttpApiClient.Answer answer =
        home.ada
            .http()
            .post(
                "/api/cloud/register",
                new JsonObject().put("email", "new@example.org").put("password", "short"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("message")).contains("at least eight characters");
  }

  @Test
  void an_address_that_is_taken_cannot_be_registered() {
    HttpApiClient.Answer answer =
        home.ada
            .http()
            .post(
                "/api/cloud/register",
                new JsonObject().put("email", home.cloud.email()).put("password", "secret99"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("code")).isEqualTo("userexists");
  }

  @Test
  void a_password_that_must_be_changed_is_told() {
    home.await(
        home.cloud.changeUser(
            new JsonObject()
                .put("email", home.cloud.email())
                .put("password_reset_required", true)));

    assertThat(home.logIn().json().getString("code")).isEqualTo("passwordchangerequired");
  }

  @Test
  void messages_to_an_address_are_asked_for() {
    JsonObject address = new JsonObject().put("email", home.cloud.email());

    assertThat(home.ada.http().post("/api/cloud/forgot_password", address).status()).isEqualTo(200);
    assertThat(home.asked("ForgotPassword")).isEqualTo(1);
    home.ada.http().post("/api/cloud/resend_confirm", address);
    assertThat(home.asked("ResendConfirmationCode")).isEqualTo(1);
  }
}
