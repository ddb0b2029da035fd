package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has registered is logged in when the link of the message was opened (§B.3). */
class RegistrationTest {
  private static final String EMAIL = "new@example.org";
  private static final String PASSWORD = "long enough for all";
  private static final Map<String, String> EAGER = Map.of("cloud.auto_login_interval", "PT0.05S");
  private static final Map<String, String> LAZY = Map.of("cloud.auto_login_interval", "PT1H");
  private @TempDir Path directory;
  private CloudHub home;

  @AfterEach
  void stop() {
    home.close();
  }

  private void register(Map<String, String> settings) {
    home = CloudHub.in(directory, settings);
    HttpApiClient.Answer answer =
        home.ada
            .http()
            .post(
                "/api/cloud/register_auto_login",
                new JsonObject().put("email", EMAIL).put("password", PASSWORD));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("message", "ok"));
  }

  /** As the link in the message does. */
  private void confirm() {
    home.await(home.cloud.changeUser(new JsonObject().put("email", EMAIL).put("confirmed", true)));
  }

  private String refusal(String command) {
    JsonObject answer = home.socket.ask(command, new JsonObject());
    assertThat(answer.getBoolean("success")).isFalse();
    return answer.getJsonObject("error").getString("code");
  }

  @Test
  void the_login_comes_by_itself() {
    register(EAGER);
    home.until(() -> home.asked("InitiateAuth") > 1);
    assertThat(home.status().getBoolean("logged_in")).isFalse();

    confirm();

    home.until(() -> home.status().getBoolean("logged_in"));
    assertThat(home.status().getString("email")).isEqualTo(EMAIL);
    home.until(() -> home.agents().contains(CloudHub.CLOUD));
    assertThat(refusal("cloud/attempt_auto_login_now")).isEqualTo("notregistered");
  }

  @Test
  void the_login_can_be_tried_at_once() {
    register(LAZY);
    assertThat(refusal("cloud/attempt_auto_login_now")).isEqualTo("usernotconfirmed");

    confirm();
    home.socket.call("cloud/attempt_auto_login_now");

    assertThat(home.agents()).isEqualTo(List.of(CloudHub.LOCAL, CloudHub.CLOUD));
  }

  @Test
  void the_message_can_be_sent_again() {
    register(LAZY);

    home.socket.call("cloud/resend_auto_login_confirm");

    assertThat(home.asked("ResendConfirmationCode")).isEqualTo(1);
  }

  @Test
  void who_does_not_wait_any_more_is_not_logged_in() {
    register(EAGER);
    home.until(() -> home.asked("InitiateAuth") > 1);

    home.socket.call("cloud/cancel_auto_login");
    confirm();

    assertThat(refusal("cloud/attempt_auto_login_now")).isEqualTo("notregistered");
    assertThat(refusal("cloud/resend_auto_login_confirm")).isEqualTo("notregistered");
    // Had the hub logged in by itself, this would be refused.
    assertThat(home.logIn().status()).isEqualTo(200);
  }

  @Test
  void who_logs_in_and_out_by_hand_is_not_logged_in_again() {
    register(LAZY);
    confirm();

    home.logIn();
    home.logOut();

    assertThat(refusal("cloud/attempt_auto_login_now")).isEqualTo("notregistered");
    assertThat(home.status().getBoolean("logged_in")).isFalse();
  }

  @Test
  void an_account_that_is_refused_is_not_waited_for() {
    home = CloudHub.in(directory, LAZY);

    HttpApiClient.Answer answer =
        home.ada
            .http()
            .post(
                "/api/cloud/register_auto_login",
                new JsonObject().put("email", home.cloud.email()).put("password", PASSWORD));

    assertThat(answer.json().getString("code")).isEqualTo("userexists");
    assertThat(refusal("cloud/attempt_auto_login_now")).isEqualTo("notregistered");
  }
}
