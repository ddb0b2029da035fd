package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.Worker;

/** What can be told of a user, and what becomes of one that is told so. */
final class UserFields {
  static final List<String> ALL =
      List.of(
          "email",
          "password",
          "sub_exp",
          "confirmed",
          "totp_secret",
          "password_reset_required",
          "connected",
          "subscription");

  private final Worker worker;

  UserFields(Worker worker) {
    this.worker = worker;
  }

  /** A user as told; what is not told is as it was, or usual. */
  Future<User> applied(JsonObject told, Optional<User> before, String usualEnd) {
    Params given = Params.of(told);
    String email = given.text("email");
    if (email.isBlank()) {
      throw new IllegalArgumentException(
          "The \"email\" of a user is empty: an address is what a user logs in with. Tell one.");
    }
    String id = before.map(User::id).orElseGet(() -> UUID.randomUUID().toString());
    Optional<String> password = given.optionalText("password");
    if (before.isEmpty() && password.isEmpty()) {
      throw new IllegalArgumentException("A new user needs a \"password\".");
    }
    Optional<String> secret =
        told.containsKey("totp_secret")
            ? given.optionalText("totp_secret").map(Totp::checked)
            : before.flatMap(User::secondFactor);
    Optional<String> end =
        told.containsKey("sub_exp")
            ? given.optionalText("sub_exp")
            : before.map(User::subscribedUntil).orElse(Optional.of(usualEnd));
    boolean confirmed =
        given.optionalFlag("confirmed").orElseGet(() -> before.map(User::confirmed).orElse(true));
    boolean reset =
        given
            .optionalFlag("password_reset_required")
            .orElseGet(() -> before.map(User::resetRequired).orElse(false));
    JsonObject connection = object(told, "connected", before.map(User::connection));
    JsonObject subscription = object(told, "subscription", before.map(User::subscription));
    Future<User.Verifier> verifier =
        password
            .map(it -> worker.run(() -> Srp.verifier(Identity.POOL_NAME, id, it)))
            .orElseGet(() -> Future.succeededFuture(before.orElseThrow().verifier()));
    return verifier.map(
        it -> new User(id, email, it, end, confirmed, secret, reset, connection, subscription));
  }

  private static JsonObject object(JsonObject told, String field, Optional<JsonObject> before) {
    return told.containsKey(field)
        ? Params.of(told).optionalObject(field).map(JsonObject::copy).orElseGet(JsonObject::new)
        : before.orElseGet(JsonObject::new);
  }
}
