package org.homekeep.core.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.RefreshToken;
import org.homekeep.core.auth.SecondFactors;
import org.homekeep.core.auth.TokenType;
import org.homekeep.core.auth.User;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.SignedUrl;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.UtcTime;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;

/** What users do with their own account over the websocket (framework.md §2.5). */
final class AccountCommands {
  private static final long DEFAULT_LINK_SECONDS = 30;
  private static final long LONGEST_LINK_SECONDS = Duration.ofDays(365).toSeconds();
  private static final long LONGEST_LIFESPAN_DAYS = 36_500;
  private static final int LONGEST_TEXT = 200;

  /** With more, the signature would be longer than the hub takes. */
  private static final int LONGEST_PATH = 2048;

  /** Where a token is made that nobody has used yet. */
  private static final ClientAddress WEBSOCKET = new ClientAddress("websocket", false);

  private final HubRuntime runtime;
  private final AuthManager auth;

  AccountCommands(HubRuntime runtime, AuthManager auth) {
    this.runtime = runtime;
    this.auth = auth;
  }

  void register(CommandTable commands) {
    commands.add(Command.of("auth/current_user", Access.USER, this::currentUser));
    commands.add(
        Command.of(
            "auth/sign_path",
            Access.USER,
            this::signPath,
            Shapes.Key.required("path", Shapes.string()),
            Shapes.Key.optional("expires", Shapes.integer(1))));
    commands.add(
        Command.of(
            "auth/long_lived_access_token",
            Access.USER,
            this::longLivedToken,
            Shapes.Key.required("lifespan", Shapes.integer(1)),
            Shapes.Key.required("client_name", Shapes.string()),
            Shapes.Key.optional("client_icon", Shapes.nullable(Shapes.string()))));
    commands.add(Command.of("auth/refresh_tokens", Access.USER, this::refreshTokens));
    commands.add(
        Command.of(
            "auth/delete_refresh_token",
            Access.USER,
            this::deleteToken,
            Shapes.Key.required("refresh_token_id", Shapes.string())));
    commands.add(
        Command.of(
            "auth/refresh_token_set_expiry",
            Access.USER,
            this::setExpiry,
            Shapes.Key.required("refresh_token_id", Shapes.string()),
            Shapes.Key.required("enable_expiry", Shapes.bool())));
    commands.add(
        Command.of(
            "auth/delete_all_refresh_tokens",
            Access.USER,
            this::deleteAllTokens,
            Shapes.Key.optional(
                "token_type", Shapes.oneOf("normal", "long_lived_access_token", "system")),
            Shapes.Key.optional("delete_current_token", Shapes.bool())));
  }

  private Future<CommandResult> currentUser(CommandCall call) {
    User user = call.principal().user();
    JsonArray credentials = new JsonArray();
    for (Credential credential : auth.credentialsOf(user)) {
      credentials.add(
          new JsonObject()
              .put("auth_provider_type", credential.providerType())
              .put("auth_provider_id", credential.providerId().orElse(null)));
    }
    return done(
        new JsonObject()
            .put("id", user.id())
            .put("name", user.name())
            .put("is_owner", user.isOwner())
            .put("is_admin", user.isAdmin())
            .put("credentials", credentials)
            .put("mfa_modules", new JsonArray().add(secondFactor(user))));
  }

  private JsonObject secondFactor(User user) {
    return new JsonObject()
        .put("id", SecondFactors.MODULE)
        .put("name", SecondFactors.MODULE_NAME)
        .put("enabled", auth.secondFactors().isEnabled(user));
  }

  private Future<CommandResult> signPath(CommandCall call) {
    if (call.fields().getString("path").length() > LONGEST_PATH) {
      return fail(
          WireException.INVALID_FORMAT,
          "The path may have %d characters at most.".formatted(LONGEST_PATH));
    }
    long seconds = call.fields().getLong("expires", DEFAULT_LINK_SECONDS);
    if (seconds > LONGEST_LINK_SECONDS) {
      return fail(
          WireException.INVALID_FORMAT,
          "A link may live for %d seconds at most.".formatted(LONGEST_LINK_SECONDS));
    }
    try {
      String signed =
          SignedUrl.sign(
              auth, call.principal(), call.fields().getString("path"), Duration.ofSeconds(seconds));
      return done(new JsonObject().put("path", signed));
    } catch (HttpException notAPath) {
      return fail(WireException.INVALID_FORMAT, "The path must begin with a slash.");
    }
  }

  private Future<CommandResult> longLivedToken(CommandCall call) {
    String icon = Optional.ofNullable(call.fields().getString("client_icon")).orElse("");
    if (call.fields().getString("client_name").length() > LONGEST_TEXT
        || icon.length() > LONGEST_TEXT) {
      return fail(
          WireException.INVALID_FORMAT,
          "Name and icon may have %d characters at most.".formatted(LONGEST_TEXT));
    }
    long days = call.fields().getLong("lifespan");
    if (days > LONGEST_LIFESPAN_DAYS) {
      return fail(
          WireException.INVALID_FORMAT,
          "A token may live for %d days at most.".formatted(LONGEST_LIFESPAN_DAYS));
    }
    String name = call.fields().getString("client_name");
    return AccountErrors.wired(
            auth.createLongLivedToken(
                call.principal().user(),
                name,
                Optional.ofNullable(call.fields().getString("client_icon")),
                Duration.ofDays(days)))
        .compose(
            made ->
                made.map(token -> auth.createAccessToken(token, WEBSOCKET))
                    .map(token -> Future.succeededFuture(CommandResult.of(token.reveal())))
                    .orElseGet(() -> taken(name)));
  }

  private static Future<CommandResult> taken(String name) {
    return fail(
        WireException.HOME_ASSISTANT_ERROR,
        "There is a token with the name '%s' already. Choose another name.".formatted(name));
  }

  private Future<CommandResult> refreshTokens(CommandCall call) {
    JsonArray tokens = new JsonArray();
    for (RefreshToken token : auth.tokensOf(call.principal().user())) {
      tokens.add(
          new JsonObject()
              .put("id", token.id())
              .put("client_id", token.clientId().orElse(null))
              .put("client_name", token.clientName().orElse(null))
              .put("client_icon", token.clientIcon().orElse(null))
              .put("type", token.type().wire())
              .put("created_at", UtcTime.format(token.createdAt()))
              .put("expire_at", text(token.expireAt()))
              .put("is_current", token.id().equals(call.principal().refreshTokenId()))
              .put("last_used_at", text(token.lastUsedAt()))
              .put("last_used_ip", token.lastUsedIp().orElse(null))
              .put(
                  "auth_provider_type",
                  auth.credentialOf(token).map(Credential::providerType).orElse(null)));
    }
    return Future.succeededFuture(CommandResult.of(tokens));
  }

  private Future<CommandResult> deleteToken(CommandCall call) {
    Optional<RefreshToken> token = ownToken(call);
    if (token.isEmpty()) {
      return fail("invalid_token_id", "Received invalid token");
    }
    return revoke(call, List.of(token.get()));
  }

  /** Of a login: what scripts have lives as long as its maker said. */
  private Future<CommandResult> setExpiry(CommandCall call) {
    Optional<RefreshToken> token = ownToken(call).filter(each -> each.type() == TokenType.NORMAL);
    if (token.isEmpty()) {
      return fail("invalid_token_id", "Received invalid token");
    }
    return AccountErrors.wired(
        auth.setExpiry(token.get(), call.fields().getBoolean("enable_expiry"))
            .map(CommandResult.of(new JsonObject())));
  }

  private Optional<RefreshToken> ownToken(CommandCall call) {
    String id = call.fields().getString("refresh_token_id");
    return auth.tokensOf(call.principal().user()).stream()
        .filter(each -> each.id().equals(id))
        .findFirst();
  }

  private Future<CommandResult> deleteAllTokens(CommandCall call) {
    String type = call.fields().getString("token_type", "");
    boolean current = call.fields().getBoolean("delete_current_token", true);
    return revoke(
        call,
        auth.tokensOf(call.principal().user()).stream()
            .filter(token -> type.isEmpty() || token.type().wire().equals(type))
            .filter(token -> current || !token.id().equals(call.principal().refreshTokenId()))
            .toList());
  }

  /**
   * The answer comes when they are gone for good. The connection's own token may be among them: its
   * client still gets the result.
   */
  private Future<CommandResult> revoke(CommandCall call, List<RefreshToken> tokens) {
    String own = call.principal().refreshTokenId();
    Future<Void> ended = auth.revoke(tokens, Optional.of(own));
    if (tokens.stream().anyMatch(token -> token.id().equals(own))) {
      ended.onComplete(saved -> runtime.execute(() -> auth.disconnect(own)));
    }
    return AccountErrors.wired(ended.map(CommandResult.of(new JsonObject())));
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(UtcTime::format).orElse(null);
  }

  private static Future<CommandResult> done(JsonObject result) {
    return Future.succeededFuture(CommandResult.of(result));
  }

  private static Future<CommandResult> fail(String code, String message) {
    return Future.failedFuture(new WireException(code, message));
  }
}
