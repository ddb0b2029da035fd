package org.homekeep.integrations.cloud;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import org.homekeep.api.Secret;

/**
 * What the id token says (b2-and-cloud.md §B.2). It came from the identity service itself, over a
 * connection that proves who that is, so its signature is not looked at again.
 *
 * @param expires when the token must be renewed, by the service's clock
 * @param lifetime for how long it was good when it was given; a day at most
 * @param subscribedUntil the last day of the subscription; empty for who never had one
 */
record Claims(
    String email, Instant expires, Duration lifetime, Optional<LocalDate> subscribedUntil) {
  /** Of a token that does not say when it was given; of the service's it is an hour. */
  private static final Duration UNKNOWN = Duration.ofMinutes(30);

  /** The service gives none for longer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** After its end a subscription is good for a week. */
  private static final Duration GRACE = Duration.ofDays(7);

  /** Reads a token; empty when it is none. */
  static Optional<Claims> read(Secret token) {
    String[] parts = token.reveal().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonObject claims = new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])));
      Instant expires = Instant.ofEpochSecond(claims.getLong("exp", 0L));
      return Optional.of(
          new Claims(
              claims.getString("email", ""),
              expires,
              claims.getValue("iat") instanceof Number given
                  ? lifetime(Instant.ofEpochSecond(given.longValue()), expires)
                  : UNKNOWN,
              day(claims)));
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static Duration lifetime(Instant given, Instant expires) {
    if (!given.isBefore(expires)) {
      return UNKNOWN;
    }
    return given.isBefore(expires.minus(LONGEST)) ? LONGEST : Duration.between(given, expires);
  }

  private static Optional<LocalDate> day(JsonObject claims) {
    try {
      return claims.getValue("custom:sub-exp") instanceof String day
          ? Optional.of(LocalDate.parse(day))
          : Optional.empty();
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }

  /** Whether nothing is stored any more for who does not pay. */
  boolean isSubscriptionExpired(Instant now) {
    return subscribedUntil
        .map(day -> now.isAfter(day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(GRACE)))
        .orElse(true);
  }
}
