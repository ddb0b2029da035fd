package org.homekeep.emulator.cloud;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A user of the service.
 *
 * @param id what the service knows the user by, a UUID
 * @param email in the letters that it has to be typed in
 * @param verifier what is known of the password
 * @param subscribedUntil the claim {@code custom:sub-exp}, a date when it makes sense
 * @param confirmed whether the e-mail address was confirmed
 * @param secondFactor the secret of the second factor, in base 32
 * @param resetRequired whether the password must be reset before the next login
 * @param connection what is told of the connection of the user's hub, empty when there is none
 * @param subscription what is told of the subscription beside what follows from its end
 */
record User(
    String id,
    String email,
    Verifier verifier,
    Optional<String> subscribedUntil,
    boolean confirmed,
    Optional<String> secondFactor,
    boolean resetRequired,
    JsonObject connection,
    JsonObject subscription) {
  private static final Period GRACE = Period.ofDays(7);

  /** What a server may know of a password: it shows that somebody knows it, and no more. */
  record Verifier(BigInteger salt, BigInteger value) {
    @Override
    public String toString() {
      return "Verifier";
    }
  }

  /** Whether the subscription has ended so long ago that nothing is stored any more. */
  boolean isExpired(Instant now) {
    return lastDay()
        .map(day -> now.isAfter(day.plus(GRACE).atStartOfDay(ZoneOffset.UTC).toInstant()))
        .orElse(true);
  }

  /** The day on which the subscription ends, when the claim is one. */
  Optional<LocalDate> lastDay() {
    try {
      return subscribedUntil.map(LocalDate::parse);
    } catch (DateTimeParseException strange) {
      return Optional.empty();
    }
  }

  User with(Verifier changed) {
    return new User(
        id,
        email,
        changed,
        subscribedUntil,
        confirmed,
        secondFactor,
        resetRequired,
        connection,
        subscription);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("email", email)
        .put("salt", verifier.salt().toString(16))
        .put("verifier", verifier.value().toString(16))
        .put("sub_exp", subscribedUntil.orElse(null))
        .put("confirmed", confirmed)
        .put("totp_secret", secondFactor.orElse(null))
        .put("password_reset_required", resetRequired)
        .put("connection", connection)
        .put("subscription", subscription);
  }

  static User fromJson(JsonObject json) {
    return new User(
        json.getString("id"),
        json.getString("email"),
        new Verifier(
            new BigInteger(json.getString("salt"), 16),
            new BigInteger(json.getString("verifier"), 16)),
        Optional.ofNullable(json.getString("sub_exp")),
        json.getBoolean("confirmed"),
        Optional.ofNullable(json.getString("totp_secret")),
        json.getBoolean("password_reset_required"),
        json.getJsonObject("connection"),
        json.getJsonObject("subscription"));
  }
}
