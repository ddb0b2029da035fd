package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homekeep.emulator.server.Worker;

/** The users of the service, by e-mail address; touched on its context only. */
final class Users {
  static final String FIRST = "demo@example.org";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int PASSWORD_LENGTH = 16;

  private final CloudDisk disk;
  private final Worker worker;
  private final Map<String, User> users = new LinkedHashMap<>();
  private final User first;
  private final Optional<String> firstPassword;

  private Users(CloudDisk disk, Worker worker, User first, Optional<String> firstPassword) {
    this.disk = disk;
    this.worker = worker;
    this.first = first;
    this.firstPassword = firstPassword;
  }

  /** Reads the users, or makes a first one with a subscription for a year. Blocks. */
  static Users load(CloudDisk disk, Worker worker, Optional<String> password, Instant now)
      throws IOException {
    Optional<JsonObject> stored = disk.read(disk.users());
    if (stored.isPresent()) {
      Users users =
          new Users(
              disk, worker, User.fromJson(stored.get().getJsonObject("first")), Optional.empty());
      for (Object each : stored.get().getJsonArray("users")) {
        User user = User.fromJson((JsonObject) each);
        users.users.put(user.email(), user);
      }
      return users;
    }
    String given = password.orElseGet(Users::randomPassword);
    String id = UUID.randomUUID().toString();
    User first =
        new User(
            id,
            FIRST,
            Srp.verifier(Identity.POOL_NAME, id, given),
            Optional.of(LocalDate.ofInstant(now, ZoneOffset.UTC).plusYears(1).toString()),
            true,
            Optional.empty(),
            false,
            new JsonObject(),
            new JsonObject());
    Users users = new Users(disk, worker, first, Optional.of(given));
    users.users.put(FIRST, first);
    disk.write(disk.users(), users.toJson());
    return users;
  }

  /** Forgets all users but the first, which is as it was at the start. */
  Future<Void> reset() {
    users.clear();
    return put(first);
  }

  /** The password of the first user, when the directory is new: later nobody knows it. */
  Optional<String> firstPassword() {
    return firstPassword;
  }

  Collection<User> all() {
    return List.copyOf(users.values());
  }

  Optional<User> find(String email) {
    return Optional.ofNullable(users.get(email));
  }

  Optional<User> byId(String id) {
    return users.values().stream().filter(user -> user.id().equals(id)).findFirst();
  }

  /** The user with this e-mail address, or with this id: clients may send either. */
  User require(String name) {
    return find(name)
        .or(() -> byId(name))
        .orElseThrow(() -> CloudError.identity("UserNotFoundException", "User does not exist."));
  }

  Future<Void> put(User user) {
    users.put(user.email(), user);
    return save();
  }

  Future<Void> remove(User user) {
    users.remove(user.email());
    return save();
  }

  private Future<Void> save() {
    JsonObject document = toJson();
    return worker.change(() -> disk.write(disk.users(), document));
  }

  private JsonObject toJson() {
    return new JsonObject()
        .put("first", first.toJson())
        .put("users", new JsonArray(users.values().stream().map(User::toJson).toList()));
  }

  private static String randomPassword() {
    StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
