package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Params;

/** The identity service, as Amazon Cognito's user pools speak it (b2-and-cloud.md §B.2). */
final class Identity {
  static final String POOL_NAME = "87ll5WOP8";
  static final String POOL_ID = "us-east-1_" + POOL_NAME;
  static final String CLIENT_ID = "60i2uvhvbiref2mftj7rgcrt9u";
  static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final int LEAST_PASSWORD = 6;

  private final CloudService service;
  private final Logins logins;

  Identity(CloudService service, Logins logins) {
    this.service = service;
    this.logins = logins;
  }

  /** Carries out an action; throws or fails with {@link CloudError}. */
  Future<JsonObject> handle(Exchange exchange, Params given) {
    if (exchange.header("Content-Type").filter(it -> it.startsWith(CONTENT_TYPE)).isEmpty()) {
      throw CloudError.identity("SerializationException", "The content type is " + CONTENT_TYPE);
    }
    String action = exchange.target().call();
    if (action.equals(CallNames.GET_USER)) {
      return user(given);
    }
    requireClient(text(given, "ClientId"));
    return switch (action) {
      case CallNames.INITIATE_AUTH -> initiate(exchange, given);
      case CallNames.RESPOND -> respond(exchange, given);
      case CallNames.SIGN_UP -> signUp(given);
      case CallNames.RESEND -> resend(given);
      case CallNames.FORGOT -> forgot(given);
      default -> service.refreshTokens().revoke(text(given, "Token")).map(new JsonObject());
    };
  }

  private Future<JsonObject> initiate(Exchange exchange, Params given) {
    Params parameters = object(given, "AuthParameters");
    return switch (text(given, "AuthFlow")) {
      case "USER_SRP_AUTH" -> logins.begin(text(parameters, "USERNAME"), text(parameters, "SRP_A"));
      case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN" ->
          refresh(text(parameters, "REFRESH_TOKEN"), exchange.baseUrl());
      default -> throw CloudError.invalidParameter("Initiate Auth method not supported.");
    };
  }

  private Future<JsonObject> refresh(String token, String baseUrl) {
    User user = service.users().require(service.refreshTokens().require(token));
    return service.issuer().issue(user, baseUrl).map(Identity::result);
  }

  private Future<JsonObject> respond(Exchange exchange, Params given) {
    Params responses = object(given, "ChallengeResponses");
    Future<Logins.Outcome> outcome =
        switch (text(given, "ChallengeName")) {
          case "PASSWORD_VERIFIER" ->
              logins.verify(
                  text(responses, "USERNAME"),
                  text(responses, "PASSWORD_CLAIM_SECRET_BLOCK"),
                  text(responses, "PASSWORD_CLAIM_SIGNATURE"),
                  text(responses, "TIMESTAMP"));
          case "SOFTWARE_TOKEN_MFA" ->
              logins.secondFactor(
                  text(responses, "USERNAME"),
                  text(given, "Session"),
                  text(responses, "SOFTWARE_TOKEN_MFA_CODE"));
          default -> throw CloudError.invalidParameter("The challenge is not known.");
        };
    return outcome.compose(
        it ->
            it.session()
                .map(session -> Future.succeededFuture(challenge(it.user(), session)))
                .orElseGet(() -> loggedIn(it.user(), exchange.baseUrl())));
  }

  private static JsonObject challenge(User user, String session) {
    return new JsonObject()
        .put("ChallengeName", "SOFTWARE_TOKEN_MFA")
        .put("Session", session)
        .put("ChallengeParameters", new JsonObject().put("USER_ID_FOR_SRP", user.id()));
  }

  private Future<JsonObject> loggedIn(User user, String baseUrl) {
    return service
        .refreshTokens()
        .issue(user.id())
        .compose(
            refresh ->
                service
                    .issuer()
                    .issue(user, baseUrl)
                    .map(tokens -> result(tokens.put("RefreshToken", refresh))));
  }

  private static JsonObject result(JsonObject tokens) {
    return new JsonObject()
        .put("AuthenticationResult", tokens)
        .put("ChallengeParameters", new JsonObject());
  }

  private Future<JsonObject> signUp(Params given) {
    String email = text(given, "Username");
    String password = text(given, "Password");
    if (service.users().find(email).isPresent()) {
      throw CloudError.identity(
          "UsernameExistsException", "An account with the given email already exists.");
    }
    if (email.indexOf('@') < 1) {
      throw CloudError.invalidParameter("Username should be an email.");
    }
    if (password.length() < LEAST_PASSWORD) {
      throw CloudError.identity(
          "InvalidPasswordException",
          "Password did not conform with policy: Password not long enough");
    }
    String id = UUID.randomUUID().toString();
    return service
        .worker()
        .run(() -> Srp.verifier(POOL_NAME, id, password))
        .map(
            verifier ->
                new User(
                    id,
                    email,
                    verifier,
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    false,
                    new JsonObject(),
                    new JsonObject()))
        .compose(user -> service.users().put(user).map(user))
        .map(user -> delivery(user).put("UserConfirmed", false).put("UserSub", user.id()));
  }

  private Future<JsonObject> resend(Params given) {
    User user = service.users().require(text(given, "Username"));
    if (user.confirmed()) {
      throw CloudError.invalidParameter("User is already confirmed.");
    }
    return Future.succeededFuture(delivery(user));
  }

  private Future<JsonObject> forgot(Params given) {
    User user = service.users().require(text(given, "Username"));
    if (!user.confirmed()) {
      throw CloudError.invalidParameter(
          "Cannot reset password for the user as there is no registered/verified email or"
              + " phone_number");
    }
    return Future.succeededFuture(delivery(user));
  }

  private Future<JsonObject> user(Params given) {
    return service
        .issuer()
        .check(text(given, "AccessToken"), Issuer.ACCESS)
        .recover(refused -> Future.failedFuture(CloudError.notAuthorized("Invalid Access Token")))
        .map(service.users()::require)
        .map(
            user ->
                new JsonObject()
                    .put("Username", user.id())
                    .put(
                        "UserAttributes",
                        new JsonArray()
                            .add(attribute("sub", user.id()))
                            .add(attribute("email", user.email()))));
  }

  private static JsonObject attribute(String name, String value) {
    return new JsonObject().put("Name", name).put("Value", value);
  }

  private static JsonObject delivery(User user) {
    String masked = user.email().charAt(0) + "***@***";
    return new JsonObject()
        .put(
            "CodeDeliveryDetails",
            new JsonObject()
                .put("AttributeName", "email")
                .put("DeliveryMedium", "EMAIL")
                .put("Destination", masked));
  }

  private static void requireClient(String clientId) {
    if (!clientId.equals(CLIENT_ID)) {
      throw CloudError.identity(
          "ResourceNotFoundException", "User pool client %s does not exist.".formatted(clientId));
    }
  }

  private static Params object(Params given, String field) {
    return Params.of(given.optionalObject(field).orElseThrow(() -> missing(field)));
  }

  private static String text(Params given, String field) {
    return given
        .optionalText(field)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> missing(field));
  }

  private static CloudError missing(String field) {
    return CloudError.invalidParameter("Missing required parameter " + field);
  }
}
