package org.homekeep.core.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.User;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** What administrators do with users: {@code config/auth/*} (framework.md §2.5). */
final class UserCommands {
  private final AuthManager auth;

  UserCommands(AuthManager auth) {
    this.auth = auth;
  }

  void register(CommandTable commands) {
    Shape groups = Shapes.listOf(Shapes.string());
    commands.add(Command.of("config/auth/list", Access.ADMIN, call -> list()));
    commands.add(
        Command.of(
            "config/auth/create",
            Access.ADMIN,
            this::create,
            Shapes.Key.required("name", Shapes.string()),
            Shapes.Key.optional("group_ids", groups),
            Shapes.Key.optional("local_only", Shapes.bool())));
    commands.add(
        Command.of(
            "config/auth/update",
            Access.ADMIN,
            this::update,
            Shapes.Key.required("user_id", Shapes.string()),
            Shapes.Key.optional("name", Shapes.string()),
            Shapes.Key.optional("is_active", Shapes.bool()),
            Shapes.Key.optional("group_ids", groups),
            Shapes.Key.optional("local_only", Shapes.bool())));
    commands.add(
        Command.of(
            "config/auth/delete",
            Access.ADMIN,
            this::delete,
            Shapes.Key.required("user_id", Shapes.string())));
  }

  private Future<CommandResult> list() {
    JsonArray users = new JsonArray();
    auth.users().forEach(user -> users.add(json(user)));
    return Future.succeededFuture(CommandResult.of(users));
  }

  private Future<CommandResult> create(CommandCall call) {
    JsonObject fields = call.fields();
    return AccountErrors.wired(
        auth.directory()
            .create(
                fields.getString("name"),
                texts(fields, "group_ids").orElse(List.of()),
                fields.getBoolean("local_only", false))
            .map(this::result));
  }

  private Future<CommandResult> update(CommandCall call) {
    JsonObject fields = call.fields();
    User.Change change =
        new User.Change(
            Optional.ofNullable(fields.getString("name")),
            Optional.ofNullable(fields.getBoolean("is_active")),
            Optional.ofNullable(fields.getBoolean("local_only")),
            texts(fields, "group_ids"));
    return AccountErrors.wired(
        AccountErrors.require(auth, fields.getString("user_id"), WireException.NOT_FOUND)
            .compose(user -> AccountErrors.requireMayChange(call.principal().user(), user))
            .compose(user -> auth.directory().update(user, change))
            .map(this::result));
  }

  private Future<CommandResult> delete(CommandCall call) {
    String userId = call.fields().getString("user_id");
    if (userId.equals(call.principal().user().id())) {
      return AccountErrors.fail("no_self_delete", "Unable to delete your own account");
    }
    return AccountErrors.wired(
        AccountErrors.require(auth, userId, WireException.NOT_FOUND)
            .compose(user -> auth.directory().delete(user))
            .map(deleted -> CommandResult.none()));
  }

  private CommandResult result(User user) {
    return CommandResult.of(new JsonObject().put("user", json(user)));
  }

  private JsonObject json(User user) {
    JsonArray credentials = new JsonArray();
    List<Credential> own = auth.credentialsOf(user);
    own.forEach(
        credential -> credentials.add(new JsonObject().put("type", credential.providerType())));
    return new JsonObject()
        .put("id", user.id())
        .put(
            "username",
            own.stream().flatMap(each -> each.username().stream()).findFirst().orElse(null))
        .put("name", user.name())
        .put("is_owner", user.isOwner())
        .put("is_active", user.isActive())
        .put("local_only", user.localOnly())
        .put("system_generated", user.systemGenerated())
        .put("group_ids", new JsonArray(user.groupIds()))
        .put("credentials", credentials);
  }

  private static Optional<List<String>> texts(JsonObject fields, String key) {
    return Optional.ofNullable(fields.getJsonArray(key))
        .map(array -> array.stream().map(String.class::cast).distinct().toList());
  }
}
