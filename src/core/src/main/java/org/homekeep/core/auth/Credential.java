package org.homekeep.core.auth;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

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

  public Credential {
    data = data.copy();
  }

  boolean isLocalUser(String username) {
    return providerType.equals(LOCAL_PROVIDER)
        && data.getValue("username") instanceof String own
        && LocalPasswords.normalize(own).equals(username);
  }
}
