package org.homekeep.core.auth;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * All that {@code .storage/auth} holds.
 *
 * @param groups as they were found; the hub knows the three of Home Assistant and keeps others
 */
record AuthDocument(
    List<User> users,
    List<JsonObject> groups,
    List<Credential> credentials,
    List<RefreshToken> refreshTokens) {

  AuthDocument {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    credentials = List.copyOf(credentials);
    refreshTokens = List.copyOf(refreshTokens);
  }

  static AuthDocument empty() {
    return new AuthDocument(
        List.of(),
        List.of(
            group(User.ADMIN_GROUP, "Administrators"),
            group("system-users", "Users"),
            group("system-read-only", "Read Only")),
        List.of(),
        List.of());
  }

  private static JsonObject group(String id, String name) {
    return new JsonObject().put("id", id).put("name", name);
  }
}
