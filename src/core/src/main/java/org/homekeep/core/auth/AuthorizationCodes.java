package org.homekeep.core.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a login ends with and a client turns into tokens: good once, for one client, for 10 minutes
 * (framework.md §2.1). Kept in memory alone.
 */
final class AuthorizationCodes {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int MOST = 256;

  private record Grant(String clientId, Credential credential, Instant expires) {}

  private final Clock clock;
  private final Supplier<String> ids;
  private final Map<String, Grant> grants = new LinkedHashMap<>();

  AuthorizationCodes(Clock clock, Supplier<String> ids) {
    this.clock = clock;
    this.ids = ids;
  }

  String create(String clientId, Credential credential) {
    Instant now = clock.instant();
    grants.values().removeIf(grant -> !now.isBefore(grant.expires()));
    if (grants.size() >= MOST) {
      grants.remove(grants.keySet().iterator().next());
    }
    String code = ids.get();
    grants.put(code, new Grant(clientId, credential, now.plus(LIFETIME)));
    return code;
  }

  /** The credential behind a code; the code is spent, whoever asked. */
  Optional<Credential> redeem(String clientId, String code) {
    return Optional.ofNullable(grants.remove(code))
        .filter(grant -> clock.instant().isBefore(grant.expires()))
        .filter(grant -> grant.clientId().equals(clientId))
        .map(Grant::credential);
  }

  /** Makes the codes of a user worthless. */
  void forget(String userId) {
    grants.values().removeIf(grant -> grant.credential().userId().equals(userId));
  }
}
