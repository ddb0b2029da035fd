package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.homekeep.emulator.server.Tokens;

/** Logins on their way: by password, which never comes here, and then by a second factor. */
final class Logins {
  private static final Duration VALIDITY = Duration.ofMinutes(3);
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.US);
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,2000}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BLOCK_BYTES = 1_000;

  private final CloudService service;
  private final Tokens<Begun> begun;
  private final Tokens<String> sessions;
  private final Totp totp = new Totp();

  Logins(CloudService service) {
    this.service = service;
    this.begun = new Tokens<>(service.clock());
    this.sessions = new Tokens<>(service.clock());
  }

  /**
   * Where a login is.
   *
   * @param session what a second factor must be sent with; absent when there is none to send
   */
  record Outcome(User user, Optional<String> session) {}

  private record Begun(User user, BigInteger client, Srp.Pair server) {}

  /** Begins a login: the challenge is to show that the client knows the password. */
  Future<JsonObject> begin(String name, String open) {
    User user = service.users().require(name);
    if (user.resetRequired()) {
      throw CloudError.identity(
          "PasswordResetRequiredException", "Password reset required for the user");
    }
    if (!HEX.matcher(open).matches() || !Srp.isPublicValue(new BigInteger(open, 16))) {
      throw CloudError.invalidParameter("SRP_A is not valid.");
    }
    BigInteger client = new BigInteger(open, 16);
    return service
        .worker()
        .run(() -> Srp.begin(user.verifier()))
        .map(
            server -> {
              String block = begun.issue(random(), new Begun(user, client, server), VALIDITY);
              return new JsonObject()
                  .put("ChallengeName", "PASSWORD_VERIFIER")
                  .put(
                      "ChallengeParameters",
                      new JsonObject()
                          .put("SALT", user.verifier().salt().toString(16))
                          .put("SECRET_BLOCK", block)
                          .put("SRP_B", server.open().toString(16))
                          .put("USERNAME", user.id())
                          .put("USER_ID_FOR_SRP", user.id()));
            });
  }

  /** Looks whether the client knows the password. */
  Future<Outcome> verify(String name, String block, String claim, String timestamp) {
    checkTimestamp(timestamp);
    Begun login =
        begun
            .take(block)
            .filter(it -> it.user().id().equals(name) || it.user().email().equals(name))
            .orElseThrow(Logins::incorrect);
    return service
        .worker()
        .run(
            () ->
                Srp.claim(
                    Srp.key(login.server(), login.client(), login.user().verifier()),
                    Identity.POOL_NAME,
                    login.user().id(),
                    Base64.getDecoder().decode(block),
                    timestamp))
        .map(expected -> checked(login.user().id(), expected, claim));
  }

  private Outcome checked(String userId, byte[] expected, String claim) {
    if (!MessageDigest.isEqual(expected, decoded(claim))) {
      throw incorrect();
    }
    User user = service.users().require(userId);
    requireConfirmed(user);
    return new Outcome(
        user, user.secondFactor().map(ignored -> sessions.issue(random(), userId, VALIDITY)));
  }

  /** Looks at a second factor; a session may try again. */
  Future<Outcome> secondFactor(String name, String session, String code) {
    User user =
        sessions
            .valid(session)
            .flatMap(service.users()::byId)
            .filter(it -> it.id().equals(name) || it.email().equals(name))
            .orElseThrow(
                () ->
                    CloudError.notAuthorized("Invalid session for the user, session is expired."));
    requireCode(user, code);
    sessions.take(session);
    return Future.succeededFuture(new Outcome(user, Optional.empty()));
  }

  /**
   * Logs in with what is typed into a form.
   *
   * @param code of the second factor, empty when there is none
   */
  Future<User> withPassword(String email, String password, String code) {
    User user = service.users().require(email);
    return service
        .worker()
        .run(() -> Srp.isPassword(Identity.POOL_NAME, user.id(), password, user.verifier()))
        .map(
            right -> {
              if (!right) {
                throw incorrect();
              }
              requireConfirmed(user);
              requireCode(user, code);
              return user;
            });
  }

  /** Forgets what was begun. */
  void clear() {
    begun.clear();
    sessions.clear();
    totp.clear();
  }

  private void requireCode(User user, String code) {
    if (user.secondFactor().isEmpty()) {
      return;
    }
    // Codes go by the clock of the client, as the time of a login does.
    Instant now = service.clock().outside();
    switch (totp.check(user.id(), user.secondFactor().get(), code, now)) {
      case RIGHT -> {}
      case WRONG ->
          throw CloudError.identity("CodeMismatchException", "Invalid code received for user");
      case USED ->
          throw CloudError.identity(
              "ExpiredCodeException", "Your software token has already been used once.");
    }
  }

  private static void requireConfirmed(User user) {
    if (!user.confirmed()) {
      throw CloudError.identity("UserNotConfirmedException", "User is not confirmed.");
    }
  }

  private static CloudError incorrect() {
    return CloudError.notAuthorized("Incorrect username or password.");
  }

  private void checkTimestamp(String timestamp) {
    try {
      LocalDateTime time = LocalDateTime.parse(timestamp, TIMESTAMP);
      Instant now = service.clock().outside();
      Duration age = Duration.between(time.toInstant(ZoneOffset.UTC), now).abs();
      if (TIMESTAMP.format(time).equals(timestamp) && age.compareTo(SKEW) <= 0) {
        return;
      }
    } catch (DateTimeParseException strange) {
      // Is refused like one of another day.
    }
    throw CloudError.invalidParameter(
        "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english, and it must be now.");
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static String random() {
    byte[] bytes = new byte[BLOCK_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
