package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Values;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins with the code of a second factor (b2-and-cloud.md §B.2, §B.3). */
class MfaTest {
  /** The key of RFC 6238's examples, and the same in base 32. */
  private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  private static final String EMAIL = "mfa@example.org";
  private static final String PASSWORD = "secret99";
  private CloudHub home;

  @BeforeEach
  void start(@TempDir Path directory) {
    home = CloudHub.in(directory);
    home.await(
        home.cloud.seed(
            new JsonObject()
                .put(
                    "users",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("email", EMAIL)
                                .put("password", PASSWORD)
                                .put("totp_secret", SECRET)))));
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private HttpApiClient.Answer answer(String code) {
    return home.ada
        .http()
        .post("/api/cloud/login", new JsonObject().put("email", EMAIL).put("code", code));
  }

  private static String code() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(KEY, "HmacSHA1"));
    long step = Instant.now().getEpochSecond() / 30;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }

  private static void assertRefused(HttpApiClient.Answer answer, int status, String code) {
    assertThat(answer.json().getString("code")).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void the_password_alone_lets_nobody_in() {
    assertRefused(home.logIn(EMAIL, PASSWORD), 401, "mfarequired");
    assertThat(home.status().getBoolean("logged_in")).isFalse();
    assertThat(home.agents()).containsExactly(CloudHub.LOCAL);
  }

  @Test
  void the_code_that_follows_logs_in() throws Exception {
    home.logIn(EMAIL, PASSWORD);

    assertThat(answer(code()).status()).isEqualTo(200);
    assertThat(home.status().getString("email")).isEqualTo(EMAIL);
    assertThat(home.agents()).contains(CloudHub.CLOUD);
  }

  @Test
  void a_wrong_code_may_be_followed_by_a_right_one() throws Exception {
    home.logIn(EMAIL, PASSWORD);

    assertRefused(answer("x"), 400, "invalidtotpcode");
    assertThat(answer(code()).status()).isEqualTo(200);
  }

  @Test
  void a_code_may_be_typed_as_it_is_shown() throws Exception {
    home.logIn(EMAIL, PASSWORD);
    String code = code();

    assertThat(answer(" " + code.substring(0, 3) + " " + code.substring(3)).status())
        .isEqualTo(200);
  }

  @Test
  void no_code_is_a_wrong_code() throws Exception {
    home.logIn(EMAIL, PASSWORD);

    assertRefused(answer(" "), 400, "invalidtotpcode");
  }

  @Test
  void a_code_that_was_used_is_a_wrong_code() throws Exception {
    home.logIn(EMAIL, PASSWORD);
    String code = code();
    answer(code);
    home.logOut();
    home.logIn(EMAIL, PASSWORD);

    assertRefused(answer(code), 400, "invalidtotpcode");
  }

  @Test
  void a_code_that_no_password_came_before_is_refused() throws Exception {
    assertRefused(answer(code()), 400, "mfaexpiredornotstarted");
  }

  @Test
  void a_code_of_somebody_else_does_not_end_a_login() throws Exception {
    home.logIn(EMAIL, PASSWORD);

    HttpApiClient.Answer other =
        home.ada
            .http()
            .post(
                "/api/cloud/login",
                new JsonObject().put("email", "other@example.org").put("code", "123456"));

    assertRefused(other, 400, "mfaexpiredornotstarted");
    assertThat(answer(code()).status()).isEqualTo(200);
  }

  @Test
  void a_session_that_the_service_has_forgotten_begins_anew() throws Exception {
    home.logIn(EMAIL, PASSWORD);
    home.await(home.cloud.advanceClock(Duration.ofMinutes(4)));

    assertRefused(answer(code()), 400, "mfaexpiredornotstarted");
  }

  @Test
  void a_wrong_password_is_told_before_any_code() {
    assertRefused(home.logIn(EMAIL, "other"), 401, "unauthenticated");
  }

  @Test
  void a_code_that_comes_too_late_is_refused(@TempDir Path other) throws Exception {
    try (AgentHome late = AgentHome.in(other)) {
      late.call("logout", Values.empty());
      late.hub.await(
          late.cloud.changeUser(
              new JsonObject().put("email", late.cloud.email()).put("totp_secret", SECRET)));
      Values address = Values.empty().with("email", late.cloud.email());
      assertThatThrownBy(
              () -> late.call("login", address.with("password", Secret.of(CloudHub.PASSWORD))))
          .hasFieldOrPropertyWithValue("code", "mfarequired");

      late.hub.advance(Duration.ofSeconds(61));

      assertThatThrownBy(() -> late.call("login", address.with("code", Secret.of("123456"))))
          .hasFieldOrPropertyWithValue("code", "mfaexpiredornotstarted");
    }
  }
}
