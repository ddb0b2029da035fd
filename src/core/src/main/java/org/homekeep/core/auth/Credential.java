package org.homekeep.core.auth;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.core.runtime.HexId;

/**
 * A way in which a user proves who they are (framework.md §2.1).
 *
 * @param id 32 hex digits
 * @param userId of the user it belongs to
 * @param providerType {@code homeassistant} for the hub's own passwords
 * @param providerId empty for the built-in provider
 * @param data what the provider knows them by, such as {@code {"username": …}}; never a password
 */
public record Credential(
    String id, String userId, String providerType, Optional<String> providerId, JsonObject data) {
  /** The provider of the hub's own user names and passwords. */
  public static final String LOCAL_PROVIDER = "homeassistant";

  private static final String USERNAME = "username";

  public Credential {
    data = data.copy();
  }

  static Credential local(String userId, String username) {
    return new Credential(
        HexId.next(),
        userId,
        LOCAL_PROVIDER,
        Optional.empty(),
        new JsonObject().put(USERNAME, UserName.normalize(username)));
  }

  boolean isLocal() {
    return providerType.equals(LOCAL_PROVIDER);
  }

  boolean isLocalUser(String username) {
    return username().filter(own -> UserName.normalize(own).equals(username)).isPresent();
  }

  /** The name to log in with, of the hub's own provider alone. */
  public Optional<String> username() {
    return isLocal() && data.getValue(USERNAME) instanceof String own
        ? Optional.of(own)
        : Optional.empty();
  }

  Credential withUsername(String name) {
    return new Credential(
        id, userId, providerType, providerId, data.copy().put(USERNAME, UserName.normalize(name)));
  }

  Credential of(User user) {
    return new Credential(id, user.id(), providerType, providerId, data);
  }
}
