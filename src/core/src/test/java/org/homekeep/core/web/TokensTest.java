package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.homekeep.core.auth.RefreshToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * framework.md §2.1 (access tokens), §2.2 (link_user), §2.3 and §2.5, in the words of the tables.
 */
class TokensTest {
  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void an_access_token_is_a_jwt_of_its_refresh_token_for_30_minutes()
      throws ParseException, JOSEException {
    SignedJWT jwt = SignedJWT.parse(hub.tokenOf("Olga"));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    RefreshToken refreshToken = newest();
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
    assertThat(claims.getClaims().keySet()).containsExactlyInAnyOrder("iss", "iat", "exp");
    assertThat(claims.getIssuer()).isEqualTo(refreshToken.id());
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofMinutes(30));
    assertThat(refreshToken.token().reveal()).matches("[0-9a-f]{128}");
    assertThat(refreshToken.jwtKey().reveal()).matches("[0-9a-f]{128}");
    assertThat(refreshToken.id()).matches("[0-9a-f]{32}");
  }

  @Test
  void only_hs256_with_exp_and_iat_and_the_own_key_is_taken() throws JOSEException {
    hub.tokenOf("Olga");
    RefreshToken olga = newest();
    hub.tokenOf("Max");
    RefreshToken max = newest();
    Instant now = hub.clock.instant();
    JWTClaimsSet good = claims(olga, now, now.plusSeconds(60)).build();
    assertThat(status(sign(JWSAlgorithm.HS256, olga, good))).as("the right one").isEqualTo(400);
    assertThat(status(sign(JWSAlgorithm.HS512, olga, good))).isEqualTo(401);
    assertThat(status(sign(JWSAlgorithm.HS256, max, good))).as("another key").isEqualTo(401);
    assertThat(status(sign(JWSAlgorithm.HS256, olga, claims(olga, now, null).build())))
        .as("no exp")
        .isEqualTo(401);
    assertThat(
            status(sign(JWSAlgorithm.HS256, olga, claims(olga, null, now.plusSeconds(60)).build())))
        .as("no iat")
        .isEqualTo(401);
    assertThat(
            status(
                sign(
                    JWSAlgorithm.HS256,
                    olga,
                    new JWTClaimsSet.Builder(good).issuer("unknown").build())))
        .as("unknown issuer")
        .isEqualTo(401);
  }

  @Test
  void a_clock_may_be_wrong_by_ten_seconds() throws JOSEException {
    hub.tokenOf("Olga");
    RefreshToken olga = newest();
    Instant now = hub.clock.instant();
    assertThat(status(token(olga, now.minusSeconds(60), now.minusSeconds(9)))).isEqualTo(400);
    assertThat(status(token(olga, now.minusSeconds(60), now.minusSeconds(11)))).isEqualTo(401);
    assertThat(status(token(olga, now.plusSeconds(9), now.plusSeconds(60)))).isEqualTo(400);
    assertThat(status(token(olga, now.plusSeconds(11), now.plusSeconds(60)))).isEqualTo(401);
  }

  @Test
  void a_token_of_more_than_8192_bytes_is_refused() throws JOSEException {
    hub.tokenOf("Olga");
    RefreshToken olga = newest();
    Instant now = hub.clock.instant();
    JWTClaimsSet.Builder claims = claims(olga, now, now.plusSeconds(60));
    assertThat(status(sign(JWSAlgorithm.HS256, olga, claims.claim("x", "y".repeat(5_900)).build())))
        .isEqualTo(400);
    assertThat(status(sign(JWSAlgorithm.HS256, olga, claims.claim("x", "y".repeat(6_100)).build())))
        .isEqualTo(401);
  }

  @Test
  void a_missing_code_is_an_invalid_one() {
    JsonObject answer =
        hub.form("/auth/token", "grant_type", "authorization_code", "client_id", WebHub.CLIENT_ID)
            .bodyAsJsonObject();
    assertThat(answer)
        .isEqualTo(
            new JsonObject()
                .put("error", "invalid_request")
                .put("error_description", "Invalid code"));
  }

  @Test
  void a_missing_client_id_is_an_invalid_one() {
    JsonObject answer =
        hub.form("/auth/token", "grant_type", "authorization_code", "code", code("owner"))
            .bodyAsJsonObject();
    assertThat(answer.getString("error_description")).isEqualTo("Invalid client id");
  }

  @Test
  void a_user_who_is_not_allowed_gets_403_for_a_code_and_for_a_refresh_token() {
    JsonObject tokens = hub.tokens(code("member"));
    HttpResponse<Buffer> refused =
        viaProxy(
            "grant_type",
            "refresh_token",
            "refresh_token",
            tokens.getString("refresh_token"),
            "client_id",
            WebHub.CLIENT_ID);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("error", "access_denied")
                .put("error_description", "User is local only"));
    assertThat(
            viaProxy(
                    "grant_type",
                    "authorization_code",
                    "code",
                    code("member"),
                    "client_id",
                    WebHub.CLIENT_ID)
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void the_deprecated_action_revokes_too() {
    JsonObject tokens = hub.tokens(code("owner"));
    HttpResponse<Buffer> revoked =
        hub.form("/auth/token", "action", "revoke", "token", tokens.getString("refresh_token"));
    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(revoked.body()).isNull();
    assertThat(status(tokens.getString("access_token"))).isEqualTo(401);
  }

  @Test
  void of_many_who_redeem_one_code_at_once_one_gets_tokens() {
    String code = code("owner");
    var racing =
        List.of(1, 2, 3, 4, 5, 6, 7, 8).stream()
            .map(
                i ->
                    hub.request(HttpMethod.POST, "/auth/token")
                        .sendForm(
                            MultiMap.caseInsensitiveMultiMap()
                                .add("grant_type", "authorization_code")
                                .add("code", code)
                                .add("client_id", WebHub.CLIENT_ID)))
            .toList();
    WebHub.await(io.vertx.core.Future.join(racing));
    assertThat(racing.stream().filter(each -> each.result().statusCode() == 200)).hasSize(1);
  }

  @Test
  void a_token_may_be_told_never_to_expire_and_to_expire_again() throws IOException {
    JsonObject tokens = hub.tokens(code("owner"));
    WebsocketClient socket = hub.connect(tokens.getString("access_token"));
    JsonObject current = current(socket);
    JsonObject never =
        new JsonObject()
            .put("refresh_token_id", current.getString("id"))
            .put("enable_expiry", false);
    assertThat(current.getString("expire_at")).isEqualTo("2026-10-30T12:00:00.000000+00:00");
    assertThat(socket.result("auth/refresh_token_set_expiry", never)).isEqualTo(new JsonObject());
    assertThat(current(socket).getValue("expire_at")).isNull();
    hub.clock.advance(Duration.ofDays(1000));
    assertThat(refresh(tokens).statusCode()).isEqualTo(200);
    socket.result("auth/refresh_token_set_expiry", never.put("enable_expiry", true));
    hub.clock.advance(Duration.ofDays(90));
    assertThat(refresh(tokens).statusCode()).isEqualTo(400);
  }

  @Test
  void an_unknown_token_or_one_of_a_script_has_no_expiry_to_set() {
    WebsocketClient socket = hub.connect(hub.tokenOf("Olga"));
    JsonObject unknown = new JsonObject().put("refresh_token_id", "x").put("enable_expiry", true);
    assertThat(socket.error("auth/refresh_token_set_expiry", unknown))
        .isEqualTo("invalid_token_id");
    hub.tokenOf("Max");
    assertThat(
            socket.error(
                "auth/refresh_token_set_expiry", unknown.put("refresh_token_id", newest().id())))
        .as("of somebody else")
        .isEqualTo("invalid_token_id");
  }

  @Test
  void all_tokens_of_a_kind_end_and_the_current_one_when_it_is_asked_for() {
    WebsocketClient other = hub.connect(hub.tokenOf("Olga"));
    WebsocketClient mine = hub.connect(hub.tokenOf("Olga"));
    assertThat(
            mine.result(
                "auth/delete_all_refresh_tokens",
                new JsonObject().put("token_type", "normal").put("delete_current_token", false)))
        .isEqualTo(new JsonObject());
    other.awaitClosed();
    assertThat(mine.result("auth/delete_all_refresh_tokens", new JsonObject()))
        .as("the result first")
        .isEqualTo(new JsonObject());
    mine.awaitClosed();
  }

  @Test
  void a_name_that_a_user_has_already_is_linked_again_without_harm() {
    HttpResponse<Buffer> answer = link(hub.tokenOf("Olga"), linkCode("owner"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo("User linked");
  }

  @Test
  void a_name_of_somebody_else_is_not_linked() {
    HttpResponse<Buffer> answer = link(hub.tokenOf("Olga"), linkCode("member"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("message"))
        .isEqualTo("Credential already linked");
  }

  @Test
  void a_name_of_nobody_is_linked_and_logs_in_from_then_on() throws IOException {
    forgetWhoMemberIs();
    assertThat(login("authorize", "member").getString("type")).isEqualTo("form");
    HttpResponse<Buffer> linked = link(hub.tokenOf("Olga"), linkCode("member"));
    assertThat(linked.statusCode()).isEqualTo(200);
    String token =
        hub.tokens(login("authorize", "member").getString("result")).getString("access_token");
    assertThat(hub.connect(token).result("auth/current_user", new JsonObject()).getString("name"))
        .isEqualTo("Olga");
  }

  @Test
  void a_code_to_link_a_name_of_nobody_becomes_no_tokens() throws IOException {
    forgetWhoMemberIs();
    assertThat(hub.tokens(linkCode("member")).getString("error_description"))
        .isEqualTo("Invalid code");
  }

  @Test
  void a_code_that_is_none_links_nothing() {
    HttpResponse<Buffer> answer = link(hub.tokenOf("Olga"), "x");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo("Invalid code");
    assertThat(hub.post("/auth/link_user", new JsonObject()).statusCode()).isEqualTo(401);
  }

  /** As a directory looks whose user was removed by hand. */
  private void forgetWhoMemberIs() throws IOException {
    hub.close();
    Path file = directory.resolve(".storage/auth");
    JsonObject stored = new JsonObject(Files.readString(file));
    stored.getJsonObject("data").getJsonArray("credentials").remove(1);
    Files.writeString(file, stored.encode());
    hub = new WebHub(directory);
  }

  private HttpResponse<Buffer> link(String token, String code) {
    return hub.post(
        "/auth/link_user",
        token,
        new JsonObject().put("code", code).put("client_id", WebHub.CLIENT_ID));
  }

  private String linkCode(String username) {
    return login("link_user", username).getString("result");
  }

  private String code(String username) {
    return login("authorize", username).getString("result");
  }

  private JsonObject login(String type, String username) {
    String flow =
        hub.post(
                "/auth/login_flow",
                new JsonObject()
                    .put("client_id", WebHub.CLIENT_ID)
                    .put("handler", new JsonArray().add("homeassistant").addNull())
                    .put("redirect_uri", WebHub.CLIENT_ID)
                    .put("type", type))
            .bodyAsJsonObject()
            .getString("flow_id");
    return hub.login(flow, username, StoredByHomeAssistant.PASSWORD).bodyAsJsonObject();
  }

  private HttpResponse<Buffer> refresh(JsonObject tokens) {
    return hub.form(
        "/auth/token",
        "grant_type",
        "refresh_token",
        "refresh_token",
        tokens.getString("refresh_token"),
        "client_id",
        WebHub.CLIENT_ID);
  }

  private HttpResponse<Buffer> viaProxy(String... fields) {
    MultiMap form = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < fields.length; i += 2) {
      form.add(fields[i], fields[i + 1]);
    }
    return WebHub.await(
        hub.request(HttpMethod.POST, "/auth/token")
            .putHeader("Forwarded", "for=203.0.113.7")
            .sendForm(form));
  }

  @Test
  void refresh_tokens_are_listed_with_these_keys_and_never_with_the_secret() {
    JsonObject own = current(hub.connect(hub.tokenOf("Olga")));
    assertThat(own.fieldNames())
        .containsExactlyInAnyOrder(
            "id",
            "client_id",
            "client_name",
            "client_icon",
            "type",
            "created_at",
            "expire_at",
            "is_current",
            "last_used_at",
            "last_used_ip",
            "auth_provider_type");
    assertThat(own.getString("type")).isEqualTo("normal");
    assertThat(own.getString("auth_provider_type")).isEqualTo("homeassistant");
  }

  @Test
  void the_current_user_is_described_with_these_keys() {
    JsonObject user =
        hub.connect(hub.tokenOf("Olga")).result("auth/current_user", new JsonObject());
    assertThat(user.fieldNames())
        .contains("id", "name", "is_owner", "is_admin", "credentials", "mfa_modules");
    assertThat(user.getJsonArray("credentials").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("auth_provider_type", "homeassistant")
                .putNull("auth_provider_id"));
    assertThat(user.getJsonArray("mfa_modules").getJsonObject(0).fieldNames())
        .containsExactlyInAnyOrder("id", "name", "enabled");
  }

  private static JsonObject current(WebsocketClient socket) {
    return socket.call("auth/refresh_tokens").getJsonArray("result").stream()
        .map(JsonObject.class::cast)
        .filter(token -> token.getBoolean("is_current"))
        .findFirst()
        .orElseThrow();
  }

  /** 400 when the token is good, because the body is not. */
  private int status(String token) {
    return hub.post("/auth/link_user", token, new JsonObject()).statusCode();
  }

  private RefreshToken newest() {
    return hub.now(
        () ->
            hub.auth().users().stream()
                .flatMap(user -> hub.auth().tokensOf(user).stream())
                .filter(token -> token.clientId().isPresent())
                .reduce((first, second) -> isNewer(second, first) ? second : first)
                .orElseThrow());
  }

  /** All are made in the same second; what was made last stands last with its user. */
  private boolean isNewer(RefreshToken second, RefreshToken first) {
    return !second.createdAt().isBefore(first.createdAt());
  }

  private static JWTClaimsSet.Builder claims(
      RefreshToken token,
      @org.jspecify.annotations.Nullable Instant issued,
      @org.jspecify.annotations.Nullable Instant expires) {
    return new JWTClaimsSet.Builder()
        .issuer(token.id())
        .issueTime(issued == null ? null : Date.from(issued))
        .expirationTime(expires == null ? null : Date.from(expires));
  }

  private static String token(RefreshToken token, Instant issued, Instant expires)
      throws JOSEException {
    return sign(JWSAlgorithm.HS256, token, claims(token, issued, expires).build());
  }

  private static String sign(JWSAlgorithm algorithm, RefreshToken key, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
    jwt.sign(new MACSigner(key.jwtKey().reveal()));
    return jwt.serialize();
  }
}
