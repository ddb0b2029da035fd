package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login with {@code check_connection}: people are asked before a second home joins (§B.3). */
class ConnectionCheckTest {
  private static final JsonObject OTHER =
      new JsonObject().put("name", "Summer house").put("remote_ip_address", "192.0.2.7");
  private CloudHub home;

  @BeforeEach
  void start(@TempDir Path directory) {
    home = CloudHub.in(directory);
    home.await(
        home.cloud.changeUser(
            new JsonObject().put("email", home.cloud.email()).put("connected", OTHER)));
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private HttpApiClient.Answer logIn(boolean check) {
    return home.ada
        .http()
        .post(
            "/api/cloud/login",
            new JsonObject()
                .put("email", home.cloud.email())
                .put("password", CloudHub.PASSWORD)
                .put("check_connection", check));
  }

  @Test
  void another_home_with_the_account_is_told_and_nobody_is_logged_in() {
    HttpApiClient.Answer answer = logIn(true);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().getString("code")).isEqualTo("alreadyconnectederror");
    assertThat(new JsonObject(answer.json().getString("message"))).isEqualTo(OTHER);
    assertThat(home.status().getBoolean("logged_in")).isFalse();
    assertThat(home.config.resolve(".cloud/production_auth.json")).doesNotExist();
  }

  @Test
  void who_logs_in_all_the_same_is_in() {
    logIn(true);

    assertThat(logIn(false).status()).isEqualTo(200);
    assertThat(home.asked("instance_connection")).isEqualTo(1);
  }

  @Test
  void an_account_with_no_other_home_is_in() {
    home.await(
        home.cloud.changeUser(
            new JsonObject().put("email", home.cloud.email()).putNull("connected")));

    assertThat(logIn(true).status()).isEqualTo(200);
  }

  @Test
  void a_service_that_does_not_say_keeps_nobody_out() {
    home.fault(FaultRule.error("instance_connection", 500, "internal").times(9));

    assertThat(logIn(true).status()).isEqualTo(200);
  }
}
