package org.homekeep.core.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homekeep.api.Secret;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;

/** {@code .storage/auth} in Home Assistant's own form (framework.md §2.1). */
final class AuthCodec implements StoreCodec<AuthDocument> {
  /** Of a user, an addition of ours: the modules that ask for more than the password. */
  private static final String SECOND_FACTORS = "mfa_modules";

  @Override
  public JsonObject encode(AuthDocument document) {
    return new JsonObject()
        .put("users", array(document.users(), user -> user(user, document.secondFactors())))
        .put("groups", array(document.groups(), JsonObject::copy))
        .put("credentials", array(document.credentials(), AuthCodec::credential))
        .put("refresh_tokens", array(document.refreshTokens(), AuthCodec::token));
  }

  @Override
  public AuthDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      return new AuthDocument(
          list(data, "users", AuthCodec::user),
          data.containsKey("groups")
              ? list(data, "groups", JsonObject::copy)
              : AuthDocument.empty().groups(),
          list(data, "credentials", AuthCodec::credential),
          list(data, "refresh_tokens", AuthCodec::token),
          withSecondFactor(data));
    } catch (ClassCastException | IllegalArgumentException | DateTimeException malformed) {
      throw new UnreadableDocumentException("It is not a list of users and tokens.", malformed);
    }
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonObject> encode) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(encode.apply(item)));
    return array;
  }

  private static <T> List<T> list(JsonObject data, String key, Function<JsonObject, T> decode) {
    JsonArray array = data.getJsonArray(key, new JsonArray());
    List<T> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      items.add(decode.apply(array.getJsonObject(i)));
    }
    return items;
  }

  private static JsonObject user(User user, Set<String> secondFactors) {
    JsonObject json = user(user);
    return secondFactors.contains(user.id())
        ? json.put(SECOND_FACTORS, new JsonArray().add(SecondFactors.MODULE))
        : json;
  }

  private static Set<String> withSecondFactor(JsonObject data) {
    return list(data, "users", json -> json).stream()
        .filter(json -> json.getJsonArray(SECOND_FACTORS, new JsonArray()).size() > 0)
        .map(json -> required(json, "id"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JsonObject user(User user) {
    return new JsonObject()
        .put("id", user.id())
        .put("group_ids", new JsonArray(List.copyOf(user.groupIds())))
        .put("is_owner", user.isOwner())
        .put("is_active", user.isActive())
        .put("name", user.name())
        .put("system_generated", user.systemGenerated())
        .put("local_only", user.localOnly());
  }

  private static User user(JsonObject json) {
    // Documents from before groups existed: everyone was an administrator.
    JsonArray groups = json.getJsonArray("group_ids", new JsonArray().add(User.ADMIN_GROUP));
    return new User(
        required(json, "id"),
        text(json, "name").orElse(""),
        json.getBoolean("is_owner", false),
        json.getBoolean("is_active", true),
        json.getBoolean("system_generated", false),
        json.getBoolean("local_only", false),
        groups.stream().map(String.class::cast).toList());
  }

  private static JsonObject credential(Credential credential) {
    return new JsonObject()
        .put("id", credential.id())
        .put("user_id", credential.userId())
        .put("auth_provider_type", credential.providerType())
        .put("auth_provider_id", credential.providerId().orElse(null))
        .put("data", credential.data());
  }

  private static Credential credential(JsonObject json) {
    return new Credential(
        required(json, "id"),
        required(json, "user_id"),
        required(json, "auth_provider_type"),
        text(json, "auth_provider_id"),
        json.getJsonObject("data", new JsonObject()));
  }

  private static JsonObject token(RefreshToken token) {
    return new JsonObject()
        .put("id", token.id())
        .put("user_id", token.userId())
        .put("client_id", token.clientId().orElse(null))
        .put("client_name", token.clientName().orElse(null))
        .put("client_icon", token.clientIcon().orElse(null))
        .put("token_type", token.type().wire())
        .put("created_at", token.createdAt().toString())
        .put("access_token_expiration", (double) token.accessTokenExpiration().toSeconds())
        .put("token", token.token().reveal())
        .put("jwt_key", token.jwtKey().reveal())
        .put("last_used_at", token.lastUsedAt().map(Instant::toString).orElse(null))
        .put("last_used_ip", token.lastUsedIp().orElse(null))
        .put("expire_at", token.expireAt().map(AuthCodec::epoch).orElse(null))
        .put("credential_id", token.credentialId().orElse(null))
        .put("version", token.version().orElse(null));
  }

  private static RefreshToken token(JsonObject json) {
    String type = text(json, "token_type").orElse(TokenType.NORMAL.wire());
    return new RefreshToken(
        required(json, "id"),
        required(json, "user_id"),
        TokenType.of(type).orElseThrow(() -> new IllegalArgumentException("token_type " + type)),
        Secret.of(required(json, "token")),
        Secret.of(required(json, "jwt_key")),
        text(json, "client_id"),
        text(json, "client_name"),
        text(json, "client_icon"),
        instant(required(json, "created_at")),
        Duration.ofSeconds(json.getNumber("access_token_expiration", 1800).longValue()),
        text(json, "last_used_at").map(AuthCodec::instant),
        text(json, "last_used_ip"),
        Optional.ofNullable(json.getNumber("expire_at"))
            .map(seconds -> Instant.ofEpochMilli((long) (seconds.doubleValue() * 1000))),
        text(json, "credential_id"),
        text(json, "version"));
  }

  private static double epoch(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static Instant instant(String iso) {
    return OffsetDateTime.parse(iso).toInstant();
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key));
  }

  private static String required(JsonObject json, String key) {
    return text(json, key).orElseThrow(() -> new IllegalArgumentException("No " + key));
  }
}
