package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients hear of each error of the identity service (b2-and-cloud.md §B.3). */
class IdentityErrorsTest {
  private static CloudHub home;

  @BeforeAll
  static void start(@TempDir Path directory) {
    home = CloudHub.in(directory);
  }

  @AfterAll
  static void stop() {
    home.close();
  }

  private static HttpApiClient.Answer register() {
    return home.ada
        .http()
        .post(
            "/api/cloud/register",
            new JsonObject().put("email", "new@example.org").put("password", "secret99"));
  }

  private static void refuse(String call, int status, String type, String message) {
    home.fault(
        FaultRule.fromJson(
            new JsonObject()
                .put("call", call)
                .put("status", status)
                .put("code", type)
                .put("message", message)));
  }

  private static void assertTold(
      HttpApiClient.Answer answer, int status, String code, IdentityFailure failure) {
    assertThat(answer.json())
        .isEqualTo(new JsonObject().put("message", failure.sentence()).put("code", code));
    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NotAuthorizedException               | User is disabled.          | 400 | userdisabled    "
            + " | DISABLED",
        "NotAuthorizedException               | Password attempts exceeded | 502 | toomanyrequests "
            + " | TOO_MANY_REQUESTS",
        "NotAuthorizedException               | Whatever else              | 401 | unauthenticated "
            + " | UNAUTHENTICATED",
        "TooManyRequestsException             | Rate exceeded              | 502 | toomanyrequests "
            + " | TOO_MANY_REQUESTS",
        "LimitExceededException               | Attempt limit exceeded     | 502 | toomanyrequests "
            + " | TOO_MANY_REQUESTS",
        "InvalidParameterException            | Missing required parameter | 400 | invalidparameter"
            + " | INVALID",
        "SomethingNewException                | Nobody knows this one      | 502 | unknown_error   "
            + " | UNKNOWN",
        "com.example#TooManyRequestsException | Rate exceeded              | 502 | toomanyrequests "
            + " | TOO_MANY_REQUESTS",
        "com.example#SomethingNewException    | Nobody knows it            | 502 | unknown_error   "
            + " | UNKNOWN",
      })
  void a_login_that_is_refused_is_told_by_its_reason(
      String type, String message, int status, String code, IdentityFailure failure) {
    for (String call : new String[] {"InitiateAuth", "RespondToAuthChallenge"}) {
      refuse(call, 400, type, message);

      assertTold(home.logIn(), status, code, failure);
      assertThat(home.status().getBoolean("logged_in")).as(call).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "InvalidPasswordException             | Password not long enough   | 400 | invalidpassword "
            + " | INVALID_PASSWORD",
        "InvalidParameterException            | Not an e-mail address      | 400 | invalidparameter"
            + " | INVALID",
        "TooManyRequestsException             | Rate exceeded              | 502 | toomanyrequests "
            + " | TOO_MANY_REQUESTS",
        "LimitExceededException               | Exceeded daily email limit | 502 | toomanyrequests "
            + " | TOO_MANY_REQUESTS",
        "UserLambdaValidationException        | PreSignUp failed           | 502 | unknown_error   "
            + " | UNKNOWN",
      })
  void a_registration_that_is_refused_is_told_by_its_reason(
      String type, String message, int status, String code, IdentityFailure failure) {
    refuse("SignUp", 400, type, message);

    assertTold(register(), status, code, failure);
  }

  @Test
  void a_service_that_has_failed_is_told_as_one_that_cannot_be_reached() {
    refuse("InitiateAuth", 500, "TooManyRequestsException", "User is disabled.");
    assertTold(home.logIn(), 502, "timeouterror", IdentityFailure.UNREACHABLE);

    refuse("SignUp", 503, "InvalidPasswordException", "x");
    assertTold(register(), 502, "timeouterror", IdentityFailure.UNREACHABLE);
  }

  @Test
  void a_gateway_that_has_enough_is_told_as_too_many_tries() {
    refuse("InitiateAuth", 429, "Throttled", "Slow down");

    assertTold(home.logIn(), 502, "toomanyrequests", IdentityFailure.TOO_MANY_REQUESTS);
  }

  @Test
  void messages_that_cannot_be_sent_are_told_as_well() {
    JsonObject address = new JsonObject().put("email", home.cloud.email());

    refuse("ForgotPassword", 400, "LimitExceededException", "Attempt limit exceeded");
    assertTold(
        home.ada.http().post("/api/cloud/forgot_password", address),
        502,
        "toomanyrequests",
        IdentityFailure.TOO_MANY_REQUESTS);
    refuse("ResendConfirmationCode", 400, "UserNotFoundException", "User does not exist.");
    assertTold(
        home.ada.http().post("/api/cloud/resend_confirm", address),
        400,
        "usernotfound",
        IdentityFailure.USER_NOT_FOUND);
  }
}
