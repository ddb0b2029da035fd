package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The identity service, with a client of SRP that has nothing of the server's. */
class IdentityTest extends CloudTest {
  private static final String EMAIL = Users.FIRST;
  private static final String PASSWORD = CloudFixture.PASSWORD;

  private Login login;

  @BeforeEach
  void client() {
    login = new Login(fixture);
  }

  @Test
  void the_right_password_gets_tokens_that_open_the_storage() {
    CloudFixture.Answer answer = login.with(EMAIL, PASSWORD);

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
    JsonObject result = answer.json().getJsonObject("AuthenticationResult");
    assertThat(result.fieldNames())
        .containsExactlyInAnyOrder(
            "IdToken", "AccessToken", "RefreshToken", "ExpiresIn", "TokenType");
    assertThat(result.getInteger("ExpiresIn")).isEqualTo(3600);
    assertThat(
            new CloudFixture.Session(fixture, result.getString("IdToken"))
                .upload(KEY, CONTENT)
                .status())
        .isEqualTo(200);
  }

  @Test
  void each_login_has_other_numbers_and_each_of_them_works() {
    // One in sixteen begins with a zero, half with a digit that needs another before it.
    for (int i = 0; i < 20; i++) {
      assertThat(login.with(EMAIL, PASSWORD).status()).isEqualTo(200);
    }
  }

  @Test
  void another_password_is_refused_in_the_words_that_clients_know() {
    CloudFixture.Answer answer = login.with(EMAIL, PASSWORD + "!");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("__type", "NotAuthorizedException")
                .put("message", "Incorrect username or password."));
  }

  @Test
  void a_password_with_any_letters_works() {
    seed("ü@example.org", ",\"password\":\"pässwörd: 密码 \\\"\"");

    assertThat(login.with("ü@example.org", "pässwörd: 密码 \"").status()).isEqualTo(200);
  }

  @Test
  void the_directory_does_not_have_the_password() throws Exception {
    String users = Files.readString(directory.resolve("users.json"));

    assertThat(users).doesNotContain(PASSWORD).contains("verifier");
  }

  @ParameterizedTest
  @CsvSource({
    "nobody@example.org, UserNotFoundException, User does not exist.",
    "Demo@example.org, UserNotFoundException, User does not exist."
  })
  void whoever_is_not_known_is_told_so(String email, String type, String message) {
    CloudFixture.Answer answer = login.with(email, PASSWORD);

    assertThat(answer.type()).isEqualTo(type);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void whoever_has_not_confirmed_the_address_is_told_so() {
    seed("new@example.org", ",\"password\":\"secret99\",\"confirmed\":false");

    assertThat(login.with("new@example.org", "secret99").type())
        .isEqualTo("UserNotConfirmedException");
  }

  @Test
  void whoever_must_reset_the_password_is_told_so() {
    seed("old@example.org", ",\"password\":\"secret99\",\"password_reset_required\":true");

    assertThat(login.with("old@example.org", "secret99").type())
        .isEqualTo("PasswordResetRequiredException");
  }

  @Test
  void a_public_value_that_would_tell_the_key_is_refused() {
    for (BigInteger value :
        new BigInteger[] {BigInteger.ZERO, SrpClient.N, SrpClient.N.shiftLeft(1)}) {
      assertThat(login.begin(EMAIL, value.toString(16)).type())
          .isEqualTo("InvalidParameterException");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-360, 360})
  void a_login_of_another_time_is_refused(long seconds) {
    CloudFixture.Answer answer = login.with(EMAIL, PASSWORD, Instant.now().plusSeconds(seconds));

    assertThat(answer.type()).isEqualTo("InvalidParameterException");
    assertThat(answer.message()).contains("TIMESTAMP");
  }

  @Test
  void a_challenge_is_good_once() {
    SrpClient client = new SrpClient(PASSWORD);
    JsonObject challenge =
        login.begin(EMAIL, client.open()).json().getJsonObject("ChallengeParameters");
    JsonObject answer = client.answer(challenge, Instant.now());

    assertThat(login.respond(answer).status()).isEqualTo(200);
    assertThat(login.respond(answer).type()).isEqualTo("NotAuthorizedException");
  }

  @Test
  void another_client_is_not_known() {
    CloudFixture.Answer answer =
        fixture.identity(
            "InitiateAuth",
            new JsonObject()
                .put("AuthFlow", "USER_SRP_AUTH")
                .put("ClientId", "other")
                .put("AuthParameters", new JsonObject()));

    assertThat(answer.type()).isEqualTo("ResourceNotFoundException");
  }

  @ParameterizedTest
  @CsvSource({
    "InitiateAuth, '{\"ClientId\":\"60i2uvhvbiref2mftj7rgcrt9u\"}', AuthParameters",
    "RespondToAuthChallenge, '{\"ClientId\":\"60i2uvhvbiref2mftj7rgcrt9u\"}', ChallengeResponses",
    "SignUp, '{}', ClientId"
  })
  void what_is_missing_is_named(String action, String body, String field) {
    CloudFixture.Answer answer = fixture.identity(action, new JsonObject(body));

    assertThat(answer.type()).isEqualTo("InvalidParameterException");
    assertThat(answer.message()).contains(field);
  }

  @Test
  void another_content_type_is_refused() {
    CloudFixture.Answer answer =
        fixture.send(
            fixture
                .request("/")
                .header("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.type()).isEqualTo("SerializationException");
  }

  @Test
  void a_token_has_the_claims_that_the_hub_reads() {
    JsonObject claims = claims(login.tokens(EMAIL, PASSWORD).getString("IdToken"));

    assertThat(claims.getString("email")).isEqualTo(EMAIL);
    assertThat(claims.getString("cognito:username")).matches("[0-9a-f-]{36}");
    assertThat(claims.getString("custom:sub-exp")).matches("\\d{4}-\\d\\d-\\d\\d");
    assertThat(claims.getString("token_use")).isEqualTo("id");
    assertThat(claims.getString("aud")).isEqualTo(Login.CLIENT);
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(3600);
    assertThat(claims.getString("iss")).endsWith("/us-east-1_87ll5WOP8");
  }

  @Test
  void a_token_is_signed_by_the_key_that_is_published() throws Exception {
    String[] token = login.tokens(EMAIL, PASSWORD).getString("IdToken").split("\\.", -1);
    JsonObject key =
        fixture
            .send(fixture.request("/us-east-1_87ll5WOP8/.well-known/jwks.json"))
            .json()
            .getJsonArray("keys")
            .getJsonObject(0);

    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    new BigInteger(1, Base64.getUrlDecoder().decode(key.getString("n"))),
                    new BigInteger(1, Base64.getUrlDecoder().decode(key.getString("e"))))));
    signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));

    assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
  }

  @Test
  void an_access_token_does_not_open_the_storage() {
    String token = login.tokens(EMAIL, PASSWORD).getString("AccessToken");

    assertThat(new CloudFixture.Session(fixture, token).api("GET", "/v2/files/backup", "").status())
        .isEqualTo(401);
  }

  @Test
  void tokens_are_renewed_with_a_refresh_token_that_stays() {
    String refresh = login.tokens(EMAIL, PASSWORD).getString("RefreshToken");
    fixture.emulator.expireTokens().await();

    JsonObject renewed = login.refresh(refresh).json().getJsonObject("AuthenticationResult");

    assertThat(renewed.fieldNames())
        .contains("IdToken", "AccessToken")
        .doesNotContain("RefreshToken");
    assertThat(new CloudFixture.Session(fixture, renewed.getString("IdToken")).list(true))
        .isEmpty();
    assertThat(login.refresh(refresh).status()).isEqualTo(200);
  }

  @Test
  void a_new_end_of_the_subscription_is_in_the_next_token() {
    String refresh = login.tokens(EMAIL, PASSWORD).getString("RefreshToken");
    fixture.emulator.endSubscription(EMAIL, "2031-05-06").await();

    JsonObject renewed = login.refresh(refresh).json().getJsonObject("AuthenticationResult");

    assertThat(claims(renewed.getString("IdToken")).getString("custom:sub-exp"))
        .isEqualTo("2031-05-06");
  }

  @Test
  void refresh_tokens_that_are_no_good_are_refused_with_the_cause() {
    String refresh = login.tokens(EMAIL, PASSWORD).getString("RefreshToken");

    assertThat(login.refresh("made-up").message()).isEqualTo("Invalid Refresh Token");
    fixture.emulator.advanceClock(Duration.ofDays(3651)).await();
    assertThat(login.refresh(refresh).message()).isEqualTo("Refresh Token has expired");
    fixture.emulator.revokeRefreshTokens(EMAIL).await();
    assertThat(login.refresh(refresh).message()).isEqualTo("Refresh Token has been revoked");
  }

  @Test
  void the_user_of_a_refresh_token_may_be_gone() {
    String refresh = login.tokens(EMAIL, PASSWORD).getString("RefreshToken");
    fixture.emulator.deleteUser(EMAIL).await();

    assertThat(login.refresh(refresh).type()).isEqualTo("UserNotFoundException");
  }

  @Test
  void a_client_can_revoke_its_refresh_token() {
    String refresh = login.tokens(EMAIL, PASSWORD).getString("RefreshToken");

    CloudFixture.Answer answer =
        fixture.identity(
            "RevokeToken", new JsonObject().put("ClientId", Login.CLIENT).put("Token", refresh));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(login.refresh(refresh).message()).isEqualTo("Refresh Token has been revoked");
  }

  @Test
  void whoever_registers_must_confirm_the_address_first() {
    CloudFixture.Answer made = signUp("me@example.org", "secret99");

    assertThat(made.json().getBoolean("UserConfirmed")).isFalse();
    assertThat(login.with("me@example.org", "secret99").type())
        .isEqualTo("UserNotConfirmedException");
    assertThat(signUp("me@example.org", "secret99").type()).isEqualTo("UsernameExistsException");
    assertThat(signUp("other@example.org", "short").type()).isEqualTo("InvalidPasswordException");
    fixture.control("POST", "users", "{\"email\":\"me@example.org\",\"confirmed\":true}");
    assertThat(login.with("me@example.org", "secret99").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ResendConfirmationCode", "ForgotPassword"})
  void a_mail_is_told_by_the_hidden_address(String action) {
    boolean confirmed = action.equals("ForgotPassword");
    seed("me@example.org", ",\"password\":\"secret99\",\"confirmed\":" + confirmed);

    assertThat(
            mail(action, "me@example.org")
                .json()
                .getJsonObject("CodeDeliveryDetails")
                .getString("Destination"))
        .isEqualTo("m***@***");
    assertThat(mail(action, "nobody@example.org").type()).isEqualTo("UserNotFoundException");
  }

  @Test
  void the_user_of_an_access_token_is_told() {
    String token = login.tokens(EMAIL, PASSWORD).getString("AccessToken");

    CloudFixture.Answer answer =
        fixture.identity("GetUser", new JsonObject().put("AccessToken", token));

    assertThat(answer.text()).contains(EMAIL);
    assertThat(fixture.identity("GetUser", new JsonObject().put("AccessToken", "x")).type())
        .isEqualTo("NotAuthorizedException");
  }

  private CloudFixture.Answer signUp(String email, String password) {
    return fixture.identity(
        "SignUp",
        new JsonObject()
            .put("ClientId", Login.CLIENT)
            .put("Username", email)
            .put("Password", password));
  }

  private CloudFixture.Answer mail(String action, String email) {
    return fixture.identity(
        action, new JsonObject().put("ClientId", Login.CLIENT).put("Username", email));
  }

  private void seed(String email, String more) {
    CloudFixture.Answer seeded =
        fixture.control(
            "POST", "seed", "{\"users\":[{\"email\":\"%s\"%s}]}".formatted(email, more));
    assertThat(seeded.status()).as("%s", seeded).isEqualTo(200);
  }

  private static JsonObject claims(String token) {
    return new JsonObject(
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
  }
}
