package org.homekeep.core.account;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.OAuthClient;
import org.homekeep.core.auth.RefreshToken;
import org.homekeep.core.auth.User;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;

/** Turning codes and refresh tokens into access tokens (framework.md §2.3). */
final class TokenRoutes {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Access-Control-Allow-Origin", "*",
          "Cache-Control", "no-store",
          "Pragma", "no-cache");

  private final AuthManager auth;

  TokenRoutes(AuthManager auth) {
    this.auth = auth;
  }

  void register(Routes routes) {
    for (String path : new String[] {"/auth/token", "/auth/revoke"}) {
      routes.add(
          HttpMethod.OPTIONS,
          path,
          Access.PUBLIC,
          BodyMode.NONE,
          request -> Future.succeededFuture(preflight()));
    }
    routes.add(HttpMethod.POST, "/auth/token", Access.PUBLIC, BodyMode.FORM, this::token);
    routes.add(
        HttpMethod.POST,
        "/auth/revoke",
        Access.PUBLIC,
        BodyMode.FORM,
        request -> revoke(request.form()));
  }

  private static HttpAnswer preflight() {
    return new HttpAnswer.Full(
        200,
        "text/plain; charset=utf-8",
        "",
        Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "POST",
            "Access-Control-Allow-Headers",
                "Origin, Accept, X-Requested-With, Content-Type, Authorization"));
  }

  private Future<HttpAnswer> token(ApiRequest request) {
    if ("revoke".equals(request.form().get("action"))) {
      return revoke(request.form());
    }
    HttpAnswer answer = answerTo(request);
    if (answer instanceof HttpAnswer.Full full && full.status() >= 400) {
      request.visitor().failedLogin();
    }
    return Future.succeededFuture(answer);
  }

  private HttpAnswer answerTo(ApiRequest request) {
    MultiMap form = request.form();
    ClientAddress from = request.visitor().address();
    String grant = Optional.ofNullable(form.get("grant_type")).orElse("");
    return switch (grant) {
      case "authorization_code" -> redeem(form, from);
      case "refresh_token" -> refresh(form, from);
      default -> error(400, "unsupported_grant_type");
    };
  }

  private HttpAnswer redeem(MultiMap form, ClientAddress from) {
    Optional<String> clientId = field(form, "client_id").filter(OAuthClient::isValidId);
    if (clientId.isEmpty()) {
      return error(400, "invalid_request", "Invalid client id");
    }
    Optional<Credential> credential =
        field(form, "code").flatMap(code -> auth.redeemCode(clientId.get(), code));
    if (credential.isEmpty()) {
      return error(400, "invalid_request", "Invalid code");
    }
    Optional<String> refusal = refusal(credential.get().userId(), from);
    if (refusal.isPresent()) {
      return error(403, "access_denied", refusal.get());
    }
    RefreshToken refreshToken = auth.createClientToken(credential.get(), clientId.get());
    return answer(
        200,
        accessToken(refreshToken, from)
            .put("refresh_token", refreshToken.token().reveal())
            .put("ha_auth_provider", credential.get().providerType()));
  }

  private HttpAnswer refresh(MultiMap form, ClientAddress from) {
    Optional<String> secret = field(form, "refresh_token");
    if (secret.isEmpty()) {
      return error(400, "invalid_request");
    }
    Optional<RefreshToken> token = auth.findToken(Secret.of(secret.get()));
    if (token.isEmpty()) {
      return error(400, "invalid_grant");
    }
    if (!token.get().clientId().equals(field(form, "client_id"))) {
      return error(400, "invalid_request");
    }
    return refusal(token.get().userId(), from)
        .map(reason -> error(403, "access_denied", reason))
        .orElseGet(() -> answer(200, accessToken(token.get(), from)));
  }

  private Future<HttpAnswer> revoke(MultiMap form) {
    List<RefreshToken> named =
        field(form, "token").map(Secret::of).flatMap(auth::findToken).stream().toList();
    return auth.revoke(named, Optional.empty())
        .recover(
            why -> Future.failedFuture(new HttpException(500, String.valueOf(why.getMessage()))))
        .map(new HttpAnswer.Full(200, "text/plain; charset=utf-8", "", HEADERS));
  }

  private JsonObject accessToken(RefreshToken token, ClientAddress from) {
    return new JsonObject()
        .put("access_token", auth.createAccessToken(token, from).reveal())
        .put("token_type", "Bearer")
        .put("expires_in", token.accessTokenExpiration().toSeconds());
  }

  private Optional<String> refusal(String userId, ClientAddress from) {
    return auth.user(userId)
        .map((User user) -> auth.refusal(user, from))
        .orElse(Optional.of("User is not active"));
  }

  private static Optional<String> field(MultiMap form, String name) {
    return Optional.ofNullable(form.get(name));
  }

  private static HttpAnswer error(int status, String error) {
    return answer(status, new JsonObject().put("error", error));
  }

  private static HttpAnswer error(int status, String error, String description) {
    return answer(
        status, new JsonObject().put("error", error).put("error_description", description));
  }

  private static HttpAnswer answer(int status, JsonObject body) {
    return new HttpAnswer.Full(status, "application/json", body.encode(), HEADERS);
  }
}
