package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins with a second factor. */
class SecondFactorTest extends CloudTest {
  /** The key of RFC 6238's examples, and the same in base 32. */
  private static final String KEY_BYTES = "12345678901234567890";

  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  private static final String EMAIL = "mfa@example.org";
  private static final String PASSWORD = "secret99";

  private Login login;

  @BeforeEach
  void user() {
    login = new Login(fixture);
    fixture.control(
        "POST",
        "seed",
        "{\"users\":[{\"email\":\"%s\",\"password\":\"%s\",\"totp_secret\":\"%s\"}]}"
            .formatted(EMAIL, PASSWORD, SECRET));
  }

  @Test
  void a_code_of_now_logs_in() throws Exception {
    CloudFixture.Answer challenge = login.with(EMAIL, PASSWORD);

    assertThat(challenge.json().getString("ChallengeName")).isEqualTo("SOFTWARE_TOKEN_MFA");
    assertThat(challenge.json().containsKey("AuthenticationResult")).isFalse();
    CloudFixture.Answer answer = login.code(challenge, code(Instant.now()));
    assertThat(answer.json().getJsonObject("AuthenticationResult").fieldNames())
        .contains("IdToken", "RefreshToken");
  }

  @Test
  void the_password_comes_first() {
    assertThat(login.with(EMAIL, "other").type()).isEqualTo("NotAuthorizedException");
  }

  @Test
  void a_wrong_code_may_be_followed_by_a_right_one() throws Exception {
    CloudFixture.Answer challenge = login.with(EMAIL, PASSWORD);

    CloudFixture.Answer wrong = login.code(challenge, "x");

    assertThat(wrong.type()).isEqualTo("CodeMismatchException");
    assertThat(login.code(challenge, code(Instant.now().minus(Duration.ofMinutes(5)))).type())
        .isEqualTo("CodeMismatchException");
    assertThat(login.code(challenge, code(Instant.now())).status()).isEqualTo(200);
  }

  @Test
  void a_code_is_good_once() throws Exception {
    String code = code(Instant.now());
    login.code(login.with(EMAIL, PASSWORD), code);

    assertThat(login.code(login.with(EMAIL, PASSWORD), code).type())
        .isEqualTo("ExpiredCodeException");
  }

  @Test
  void a_session_runs_out_after_three_minutes_and_is_good_once() throws Exception {
    CloudFixture.Answer late = login.with(EMAIL, PASSWORD);
    fixture.emulator.advanceClock(Duration.ofMinutes(3)).await();
    CloudFixture.Answer used = login.with(EMAIL, PASSWORD);
    String code = code(Instant.now());

    assertThat(login.code(late, code).message())
        .isEqualTo("Invalid session for the user, session is expired.");
    assertThat(login.code(used, code).status()).isEqualTo(200);
    assertThat(login.code(used, code).type()).isEqualTo("NotAuthorizedException");
  }

  @Test
  void a_secret_that_is_none_is_refused() {
    CloudFixture.Answer answer =
        fixture.control(
            "POST", "users", "{\"email\":\"%s\",\"totp_secret\":\"1!\"}".formatted(EMAIL));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("base 32");
  }

  @Test
  void the_second_factor_can_be_taken_away() {
    fixture
        .emulator
        .changeUser(new JsonObject().put("email", EMAIL).putNull("totp_secret"))
        .await();

    assertThat(login.with(EMAIL, PASSWORD).json().containsKey("AuthenticationResult")).isTrue();
  }

  private static String code(Instant at) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(KEY_BYTES.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(at.getEpochSecond() / 30).array());
    int from = hash[19] & 15;
    int number =
        ((hash[from] & 127) << 24)
            | ((hash[from + 1] & 255) << 16)
            | ((hash[from + 2] & 255) << 8)
            | (hash[from + 3] & 255);
    return "%06d".formatted(number % 1_000_000);
  }
}
