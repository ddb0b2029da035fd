package org.homekeep.core.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.homekeep.api.Secret;

/**
 * What a client keeps to get access tokens with (framework.md §2.1).
 *
 * @param id 32 hex digits; names the token without giving it away
 * @param token what the client proves that it has
 * @param jwtKey signs the access tokens of this refresh token and no others
 * @param accessTokenExpiration how long its access tokens live
 * @param expireAt when it ends unless it is used before; empty for never
 * @param credentialId what the user logged in with; empty when that is not known
 */
public record RefreshToken(
    String id,
    String userId,
    TokenType type,
    Secret token,
    Secret jwtKey,
    Optional<String> clientId,
    Optional<String> clientName,
    Optional<String> clientIcon,
    Instant createdAt,
    Duration accessTokenExpiration,
    Optional<Instant> lastUsedAt,
    Optional<String> lastUsedIp,
    Optional<Instant> expireAt,
    Optional<String> credentialId,
    Optional<String> version) {

  boolean isExpired(Instant now) {
    return expireAt.isPresent() && !now.isBefore(expireAt.get());
  }

  RefreshToken used(Instant now, String ip, Duration sliding) {
    return with(Optional.of(now), Optional.of(ip), expireAt.map(old -> now.plus(sliding)));
  }

  RefreshToken expiringAt(Optional<Instant> end) {
    return with(lastUsedAt, lastUsedIp, end);
  }

  private RefreshToken with(
      Optional<Instant> usedAt, Optional<String> usedIp, Optional<Instant> end) {
    return new RefreshToken(
        id,
        userId,
        type,
        token,
        jwtKey,
        clientId,
        clientName,
        clientIcon,
        createdAt,
        accessTokenExpiration,
        usedAt,
        usedIp,
        end,
        credentialId,
        version);
  }
}
