package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.homekeep.api.Secret;
import org.homekeep.integrations.cloud.srp.SrpChallenge;
import org.homekeep.integrations.cloud.srp.SrpException;
import org.homekeep.integrations.cloud.srp.SrpLogin;

/**
 * The identity service: Amazon Cognito's user pools (b2-and-cloud.md §B.2). Blocks its caller. All
 * calls fail with an {@link IdentityException}.
 */
final class Identity {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT);
  private static final ContentType CONTENT = ContentType.create("application/x-amz-json-1.1");
  private static final String PARAMETERS = "ChallengeParameters";

  /** What one type of error stands for beside a wrong password. */
  private static final Map<String, IdentityFailure> BY_MESSAGE =
      Map.of(
          "Invalid session", IdentityFailure.MFA_NOT_STARTED,
          "Password attempts exceeded", IdentityFailure.TOO_MANY_REQUESTS,
          "User is disabled", IdentityFailure.DISABLED,
          "TIMESTAMP", IdentityFailure.WRONG_CLOCK);

  private final Web web;
  private final Settings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Identity(Web web, Settings settings, Clock clock) {
    this.web = web;
    this.settings = settings;
    this.clock = clock;
  }

  /** What a login comes to, when nothing is wrong. */
  sealed interface Outcome {}

  /** The user is in. */
  record LoggedIn(Tokens tokens) implements Outcome {}

  /**
   * The code of a second factor is needed, too.
   *
   * @param username what the service calls the user
   * @param session goes back with the code
   */
  record CodeNeeded(String username, Secret session) implements Outcome {}

  /** Logs in with a password, which does not leave the machine. */
  Outcome logIn(String email, Secret password) throws IdentityException {
    SrpLogin login = SrpLogin.begin(random);
    JsonObject opened =
        call(
            "InitiateAuth",
            new JsonObject()
                .put("AuthFlow", "USER_SRP_AUTH")
                .put("ClientId", Settings.CLIENT)
                .put(
                    "AuthParameters",
                    new JsonObject().put("USERNAME", email).put("SRP_A", login.opening())));
    if (!"PASSWORD_VERIFIER".equals(opened.getValue("ChallengeName"))) {
      throw new IdentityException(IdentityFailure.UNKNOWN);
    }
    JsonObject parameters = object(opened, PARAMETERS);
    String userId = text(parameters, "USER_ID_FOR_SRP");
    String timestamp = TIMESTAMP.format(clock.instant().atOffset(ZoneOffset.UTC));
    JsonObject answer =
        new JsonObject()
            .put("USERNAME", userId)
            .put("PASSWORD_CLAIM_SECRET_BLOCK", text(parameters, "SECRET_BLOCK"))
            .put("PASSWORD_CLAIM_SIGNATURE", sign(login, parameters, userId, password, timestamp))
            .put("TIMESTAMP", timestamp);
    return outcome(userId, answer("PASSWORD_VERIFIER", answer, opened.getValue("Session")));
  }

  private static String sign(
      SrpLogin login, JsonObject parameters, String userId, Secret password, String timestamp)
      throws IdentityException {
    try {
      SrpChallenge challenge =
          SrpChallenge.read(
              Settings.poolName(),
              userId,
              text(parameters, "SRP_B"),
              text(parameters, "SALT"),
              text(parameters, "SECRET_BLOCK"));
      return login.sign(challenge, password, timestamp);
    } catch (SrpException none) {
      throw new IdentityException(IdentityFailure.UNKNOWN, none);
    }
  }

  /** Finishes a login with the code of a second factor. */
  Outcome logIn(CodeNeeded begun, String code) throws IdentityException {
    JsonObject answer =
        new JsonObject().put("USERNAME", begun.username()).put("SOFTWARE_TOKEN_MFA_CODE", code);
    return outcome(
        begun.username(), answer("SOFTWARE_TOKEN_MFA", answer, begun.session().reveal()));
  }

  private JsonObject answer(String challenge, JsonObject responses, Object session)
      throws IdentityException {
    JsonObject request =
        new JsonObject()
            .put("ChallengeName", challenge)
            .put("ClientId", Settings.CLIENT)
            .put("ChallengeResponses", responses);
    if (session instanceof String) {
      request.put("Session", session);
    }
    return call("RespondToAuthChallenge", request);
  }

  private static Outcome outcome(String username, JsonObject answer) throws IdentityException {
    if (answer.getValue("AuthenticationResult") instanceof JsonObject result) {
      return new LoggedIn(
          new Tokens(
              Secret.of(text(result, "IdToken")),
              Secret.of(text(result, "AccessToken")),
              Secret.of(text(result, "RefreshToken"))));
    }
    String challenge = answer.getString("ChallengeName", "");
    if (challenge.equals("SOFTWARE_TOKEN_MFA")) {
      return new CodeNeeded(username, Secret.of(text(answer, "Session")));
    }
    throw new IdentityException(
        challenge.equals("NEW_PASSWORD_REQUIRED")
            ? IdentityFailure.PASSWORD_CHANGE_REQUIRED
            : IdentityFailure.UNKNOWN);
  }

  /** New tokens for old ones; the refresh token stays. */
  Tokens renew(Tokens old) throws IdentityException {
    JsonObject result =
        object(
            call(
                "InitiateAuth",
                new JsonObject()
                    .put("AuthFlow", "REFRESH_TOKEN_AUTH")
                    .put("ClientId", Settings.CLIENT)
                    .put(
                        "AuthParameters",
                        new JsonObject().put("REFRESH_TOKEN", old.refresh().reveal()))),
            "AuthenticationResult");
    return new Tokens(
        Secret.of(text(result, "IdToken")), Secret.of(text(result, "AccessToken")), old.refresh());
  }

  /** Makes an account, whose owner gets a message with a link. */
  void register(String email, Secret password) throws IdentityException {
    call(
        "SignUp",
        new JsonObject()
            .put("ClientId", Settings.CLIENT)
            .put("Username", email)
            .put("Password", password.reveal()));
  }

  /** Has the message with the link sent once more. */
  void resendConfirmation(String email) throws IdentityException {
    call("ResendConfirmationCode", named(email));
  }

  /** Has a message sent with which the password can be changed. */
  void forgotPassword(String email) throws IdentityException {
    call("ForgotPassword", named(email));
  }

  private static JsonObject named(String email) {
    return new JsonObject().put("ClientId", Settings.CLIENT).put("Username", email);
  }

  private JsonObject call(String action, JsonObject body) throws IdentityException {
    HttpPost request = new HttpPost(settings.identity().resolve("/"));
    request.setHeader("X-Amz-Target", "AWSCognitoIdentityProviderService." + action);
    request.setEntity(new StringEntity(body.encode(), CONTENT));
    Web.Answer answer;
    try {
      answer = web.call(request, settings.accountCall());
    } catch (CloudFailureException unreachable) {
      throw new IdentityException(IdentityFailure.UNREACHABLE, unreachable);
    }
    Optional<JsonObject> json = answer.json();
    if (answer.isGood() && json.isPresent()) {
      return json.get();
    }
    throw new IdentityException(failure(answer.status(), json.orElseGet(JsonObject::new)));
  }

  private static IdentityFailure failure(int status, JsonObject error) {
    // The service sends nobody elsewhere: that is the page of a network that wants a login.
    if (status >= 500 || status / 100 == 3) {
      return IdentityFailure.UNREACHABLE;
    }
    if (status == HttpStatus.SC_TOO_MANY_REQUESTS) {
      return IdentityFailure.TOO_MANY_REQUESTS;
    }
    String message = error.getValue("message") instanceof String text ? text : "";
    for (Map.Entry<String, IdentityFailure> each : BY_MESSAGE.entrySet()) {
      if (message.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return error.getValue("__type") instanceof String type
        ? IdentityFailure.ofType(type).orElse(IdentityFailure.UNKNOWN)
        : IdentityFailure.UNKNOWN;
  }

  private static JsonObject object(JsonObject json, String key) throws IdentityException {
    if (json.getValue(key) instanceof JsonObject object) {
      return object;
    }
    throw new IdentityException(IdentityFailure.UNKNOWN);
  }

  private static String text(JsonObject json, String key) throws IdentityException {
    if (json.getValue(key) instanceof String text) {
      return text;
    }
    throw new IdentityException(IdentityFailure.UNKNOWN);
  }
}
