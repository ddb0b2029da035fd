package org.homekeep.core.auth;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All users and the ways in which they log in, as they are now. */
final class Users {
  private final List<JsonObject> groups;
  private final Map<String, User> users = new LinkedHashMap<>();
  private final Map<String, Credential> credentials = new LinkedHashMap<>();

  Users(AuthDocument document) {
    this.groups = document.groups();
    document.users().forEach(this::put);
    document.credentials().forEach(this::put);
  }

  /** What brings all users and credentials back to what they are now. */
  Runnable remember() {
    Map<String, User> usersNow = new LinkedHashMap<>(users);
    Map<String, Credential> credentialsNow = new LinkedHashMap<>(credentials);
    return () -> {
      users.clear();
      users.putAll(usersNow);
      credentials.clear();
      credentials.putAll(credentialsNow);
    };
  }

  void put(User user) {
    users.put(user.id(), user);
  }

  void put(Credential credential) {
    credentials.put(credential.id(), credential);
  }

  /** Removes a user and all ways in. */
  void remove(User user) {
    users.remove(user.id());
    credentials.values().removeIf(each -> each.userId().equals(user.id()));
  }

  void remove(Credential credential) {
    credentials.remove(credential.id());
  }

  Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  List<User> all() {
    return List.copyOf(users.values());
  }

  boolean hasGroup(String id) {
    return groups.stream().anyMatch(group -> id.equals(group.getValue("id")));
  }

  Optional<Credential> credential(String id) {
    return Optional.ofNullable(credentials.get(id));
  }

  List<Credential> credentialsOf(User user) {
    return credentials.values().stream().filter(each -> each.userId().equals(user.id())).toList();
  }

  /** How a user logs in with a password of the hub's own. */
  Optional<Credential> localCredentialOf(User user) {
    return credentialsOf(user).stream().filter(Credential::isLocal).findFirst();
  }

  Optional<Credential> localCredentialOf(String username) {
    String name = UserName.normalize(username);
    return credentials.values().stream().filter(each -> each.isLocalUser(name)).findFirst();
  }

  AuthDocument document(List<RefreshToken> tokens, Set<String> secondFactors) {
    return new AuthDocument(
        List.copyOf(users.values()),
        groups,
        List.copyOf(credentials.values()),
        tokens,
        secondFactors);
  }
}
