package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.cloud.CloudEmulator;
import org.homekeep.emulator.cloud.CloudEmulatorOptions;
import org.homekeep.testkit.FirstUser;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in on a hub that nobody has set up, to restore from the cloud (§B.3). */
class OnboardingTest {
  private static final String CLOUD = "/api/onboarding/cloud/";
  private final Vertx vertx = WatchedVertx.create();
  private CloudEmulator cloud;
  private TestHub hub;
  private HttpApiClient http;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    cloud =
        TestHub.await(
            CloudEmulator.start(
                vertx,
                CloudEmulatorOptions.in(directory.resolve("cloud")).password(CloudHub.PASSWORD)));
    Path data = Files.createDirectories(directory.resolve("data"));
    hub =
        TestHub.start(
            directory.resolve("config"),
            data,
            Map.of("cloud.identity_url", cloud.url(), "cloud.api_url", cloud.url()));
    http = HttpApiClient.anonymous(hub.port());
  }

  @AfterEach
  void stop() {
    hub.close();
    TestHub.await(cloud.close());
    TestHub.await(vertx.close());
  }

  private HttpApiClient.Answer logIn() {
    return http.post(
        CLOUD + "login",
        new JsonObject().put("email", cloud.email()).put("password", CloudHub.PASSWORD));
  }

  private JsonObject status() {
    return http.get(CLOUD + "status").json();
  }

  @Test
  void a_new_hub_logs_in_and_out() {
    assertThat(status()).isEqualTo(new JsonObject().put("logged_in", false));

    assertThat(logIn().json().getBoolean("success")).isTrue();
    assertThat(status()).isEqualTo(new JsonObject().put("logged_in", true));

    assertThat(http.post(CLOUD + "logout", new JsonObject()).status()).isEqualTo(200);
    assertThat(status()).isEqualTo(new JsonObject().put("logged_in", false));
  }

  @Test
  void a_wrong_password_is_told() {
    HttpApiClient.Answer answer =
        http.post(
            CLOUD + "login", new JsonObject().put("email", cloud.email()).put("password", "no"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().getString("code")).isEqualTo("unauthenticated");
  }

  @Test
  void a_forgotten_password_is_asked_for() {
    assertThat(
            http.post(CLOUD + "forgot_password", new JsonObject().put("email", cloud.email()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_hub_that_has_an_owner_asks_who_it_is() {
    FirstUser.accessToken(http);

    assertThat(logIn().status()).isEqualTo(401);
    assertThat(http.get(CLOUD + "status").status()).isEqualTo(401);
    assertThat(http.post(CLOUD + "logout", new JsonObject()).status()).isEqualTo(401);
  }
}
