package org.homekeep.core.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.User;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/**
 * The names and passwords that users log in with: {@code config/auth_provider/homeassistant/*}
 * (framework.md §2.5).
 */
final class LoginCommands {
  private static final String PREFIX = "config/auth_provider/homeassistant/";
  private static final String NO_USER = "user_not_found";

  private final AuthManager auth;

  LoginCommands(AuthManager auth) {
    this.auth = auth;
  }

  void register(CommandTable commands) {
    commands.add(
        Command.of(
            PREFIX + "create",
            Access.ADMIN,
            this::create,
            text("user_id"),
            text("username"),
            text("password")));
    commands.add(Command.of(PREFIX + "delete", Access.ADMIN, this::delete, text("username")));
    commands.add(
        Command.of(
            PREFIX + "change_password",
            Access.USER,
            this::changePassword,
            text("current_password"),
            text("new_password")));
    commands.add(
        Command.of(
            PREFIX + "admin_change_password",
            Access.ADMIN,
            this::adminChangePassword,
            text("user_id"),
            text("password")));
    commands.add(
        Command.of(
            PREFIX + "admin_change_username",
            Access.ADMIN,
            this::adminChangeUsername,
            text("user_id"),
            text("username")));
  }

  private Future<CommandResult> create(CommandCall call) {
    JsonObject fields = call.fields();
    return done(
        AccountErrors.require(auth, fields.getString("user_id"), WireException.NOT_FOUND)
            .compose(user -> AccountErrors.requireMayChange(call.principal().user(), user))
            .compose(
                user ->
                    auth.logins()
                        .add(
                            user,
                            fields.getString("username"),
                            Secret.of(fields.getString("password")))));
  }

  private Future<CommandResult> delete(CommandCall call) {
    return done(auth.logins().remove(call.fields().getString("username")));
  }

  private Future<CommandResult> changePassword(CommandCall call) {
    User user = call.principal().user();
    // Whoever found an open page must not be able to guess on.
    Optional<Duration> wait = auth.throttle().attempt(user);
    if (wait.isPresent()) {
      return AccountErrors.fail(
          WireException.HOME_ASSISTANT_ERROR,
          "Too many wrong passwords. Try again in %d seconds."
              .formatted(wait.get().toSeconds() + 1));
    }
    return done(
        auth.logins()
            .changePassword(
                user,
                Secret.of(call.fields().getString("current_password")),
                Secret.of(call.fields().getString("new_password")),
                call.principal().refreshTokenId())
            .onSuccess(changed -> auth.throttle().succeeded(user)));
  }

  /** The owner alone: an administrator could become the owner with it, or anybody else. */
  private Future<CommandResult> adminChangePassword(CommandCall call) {
    if (!call.principal().user().isOwner()) {
      return AccountErrors.unauthorized();
    }
    return done(
        AccountErrors.require(auth, call.fields().getString("user_id"), NO_USER)
            .compose(
                user ->
                    auth.logins()
                        .setPassword(user, Secret.of(call.fields().getString("password")))));
  }

  private Future<CommandResult> adminChangeUsername(CommandCall call) {
    if (!call.principal().user().isOwner()) {
      return AccountErrors.unauthorized();
    }
    return done(
        AccountErrors.require(auth, call.fields().getString("user_id"), NO_USER)
            .compose(
                user -> auth.logins().changeUsername(user, call.fields().getString("username"))));
  }

  private static Future<CommandResult> done(Future<Void> change) {
    return AccountErrors.wired(change.map(changed -> CommandResult.none()));
  }

  private static Shapes.Key text(String name) {
    return Shapes.Key.required(name, Shapes.string());
  }
}
