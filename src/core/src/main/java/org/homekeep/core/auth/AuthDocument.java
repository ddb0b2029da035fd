package org.homekeep.core.auth;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * All that {@code .storage/auth} holds.
 *
 * @param groups as they were found; the hub knows the three of Home Assistant and keeps others
 * @param secondFactors ids of users who need a code, too: should the secrets be lost, their
 *     accounts must not be open to whoever has the password
 */
record AuthDocument(
    List<User> users,
    List<JsonObject> groups,
    List<Credential> credentials,
    List<RefreshToken> refreshTokens,
    Set<String> secondFactors) {

  AuthDocument {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    credentials = List.copyOf(credentials);
    refreshTokens = List.copyOf(refreshTokens);
    secondFactors = Set.copyOf(secondFactors);
  }

  static AuthDocument empty() {
    return new AuthDocument(
        List.of(),
        List.of(
            group(User.ADMIN_GROUP, "Administrators"),
            group(User.USER_GROUP, "Users"),
            group(User.READ_ONLY_GROUP, "Read Only")),
        List.of(),
        List.of(),
        Set.of());
  }

  private static JsonObject group(String id, String name) {
    return new JsonObject().put("id", id).put("name", name);
  }
}
