package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** framework.md §12.2, §12.3 and the challenge of §2.2, in the words of the tables. */
class HttpRowsTest {
  private static final String SITE = "https://cast.example";
  private static final String LONG = "x".repeat(4000);

  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub =
        new WebHub(
            directory, HttpOptions.standard(), WebsocketLimits.standard(), HttpRowsTest::routes);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static void routes(HubHttpServer server, CommandTable commands) {
    add(server, HttpMethod.GET, "/api/test/look", Access.USER);
    add(server, HttpMethod.POST, "/api/test/act", Access.MEMBER);
    server.add(
        HttpMethod.GET,
        "/api/test/long",
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.succeededFuture(HttpAnswer.ok(new JsonObject().put("text", LONG))));
    server.add(
        HttpMethod.GET,
        "/api/test/secret",
        Access.PUBLIC,
        BodyMode.NONE,
        request ->
            Future.succeededFuture(
                new HttpAnswer.Full(
                    200,
                    "application/json",
                    "\"" + LONG + "\"",
                    Map.of("Cache-Control", "no-store"))));
    server.add(
        HttpMethod.GET,
        "/api/test/unserialisable",
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.succeededFuture(HttpAnswer.ok(new JsonObject().put("x", new Object()))));
  }

  private static void add(HubHttpServer server, HttpMethod method, String path, Access access) {
    server.add(
        method,
        path,
        access,
        BodyMode.NONE,
        request -> Future.succeededFuture(HttpAnswer.text(200, "yes")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/x/../y",
        "/api/%2e%2e/y",
        "/api/%252e%252e%252fy",
        "/api/%25252e%25252e/y",
        "/api/onboarding?file=../../etc/passwd",
        "/api/onboarding?file=..%5c..%5cboot.ini",
        "/api/onboarding?x=%3Cscript%3E",
        "/api/onboarding?x=%253CScRiPt%2520src",
        "/api/onboarding?x=1%20UNION%20SELECT%20password",
        "/api/onboarding?x=1+union+all+select+1",
        "/api/onboarding?x=1/**/union/**/select/**/1",
        "/api/onboarding?x=/proc/self/environ",
        "/api/onboarding?x=base64_decode(",
        "/api/onboarding?x=a%09b",
        "/api/onboarding?x=a%0Ab",
        "/api/onboarding?x=a%0Db",
        "/api/onboarding?x=a%00b",
        "/api/%09"
      })
  void an_address_of_an_exploit_is_400_after_repeated_decoding(String uri) throws IOException {
    assertThat(statusOf("GET " + uri + " HTTP/1.1\r\nHost: hub\r\n\r\n")).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/onboarding?x=a%20b",
        "/api/onboarding?x=100%25",
        "/api/onboarding?file=notes..txt",
        "/api/onboarding?x=the%20union%20of%20selected%20places",
        "/api/onboarding?x=script",
        "/api/onboarding?x=%C3%BC"
      })
  void an_honest_address_is_none_of_an_exploit(String uri) throws IOException {
    assertThat(statusOf("GET " + uri + " HTTP/1.1\r\nHost: hub\r\n\r\n")).isEqualTo(200);
  }

  @Test
  void an_address_made_to_keep_the_filter_busy_is_answered_like_any_other() throws IOException {
    String busy = "union" + "/**/".repeat(5_000);
    assertThat(statusOf("GET /api/onboarding?x=" + busy + " HTTP/1.1\r\nHost: hub\r\n\r\n"))
        .isEqualTo(200);
  }

  @Test
  void an_address_that_is_encoded_again_and_again_is_400() throws IOException {
    String often = "%" + "25".repeat(12) + "61";
    assertThat(statusOf("GET /api/onboarding?x=" + often + " HTTP/1.1\r\nHost: hub\r\n\r\n"))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"24500, 200", "24600, 414"})
  void a_request_line_has_24570_bytes_at_most(int length, int status) throws IOException {
    String path = "/api/onboarding?q=";
    String padding = "y".repeat(length - path.length());
    assertThat(statusOf("GET " + path + padding + " HTTP/1.1\r\nHost: hub\r\n\r\n"))
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"24500, 200", "50000, 431"})
  void a_header_field_has_24570_bytes_and_not_many_more(int length, int status) throws IOException {
    assertThat(
            statusOf(
                "GET /api/onboarding HTTP/1.1\r\nHost: hub\r\nX-Long: "
                    + "z".repeat(length)
                    + "\r\n\r\n"))
        .isEqualTo(status);
  }

  @Test
  void a_method_that_is_not_served_hears_which_are() {
    HttpResponse<Buffer> answer =
        WebHub.await(hub.request(HttpMethod.PUT, "/auth/login_flow/x").send());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.getHeader("Allow")).isEqualTo("DELETE, GET, POST");
    assertThat(hub.get("/auth/login_flow").getHeader("Allow")).isEqualTo("POST");
  }

  @Test
  void a_401_names_the_resource_and_the_resource_names_its_server() {
    HttpResponse<Buffer> unknown = hub.get("/api/test/look");
    String base = "http://127.0.0.1:" + hub.port;
    assertThat(unknown.bodyAsString()).isEqualTo("401: Unauthorized");
    assertThat(unknown.getHeader("WWW-Authenticate"))
        .isEqualTo(
            "Bearer resource_metadata=\"%s/.well-known/oauth-protected-resource\"".formatted(base));
    assertThat(hub.get("/.well-known/oauth-protected-resource").bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("resource", base)
                .put("authorization_servers", new JsonArray().add(base))
                .put("bearer_methods_supported", new JsonArray().add("header")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil\"x", "a b", "", "a/b", "a:999999"})
  void a_host_that_is_none_is_not_repeated(String host) throws IOException {
    String answer =
        answerOf("GET /api/test/look HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    assertThat(answer).doesNotContain("resource_metadata");
  }

  @Test
  void the_authorization_server_tells_its_endpoints() {
    JsonObject metadata = hub.get("/.well-known/oauth-authorization-server").bodyAsJsonObject();
    assertThat(metadata.getString("authorization_endpoint")).isEqualTo("/auth/authorize");
    assertThat(metadata.getString("token_endpoint")).isEqualTo("/auth/token");
    assertThat(metadata.getString("revocation_endpoint")).isEqualTo("/auth/revoke");
    assertThat(metadata.getJsonArray("response_types_supported")).containsExactly("code");
    assertThat(metadata.getString("service_documentation")).isNotBlank();
  }

  @Test
  void the_server_does_not_tell_what_it_is_and_promises_no_tls() {
    HttpResponse<Buffer> answer = hub.get("/api/onboarding");
    assertThat(answer.getHeader("Server")).isEmpty();
    assertThat(answer.getHeader("Strict-Transport-Security")).isNull();
    assertThat(answer.getHeader("Content-Security-Policy")).isNull();
  }

  @Test
  void frames_of_other_sites_can_be_allowed() throws IOException {
    HttpOptions framed = new HttpOptions(Optional.empty(), -1, false, List.of(), false, Set.of());
    try (WebHub open = new WebHub(directory.resolve("framed"), framed)) {
      assertThat(open.get("/api/onboarding").getHeader("X-Frame-Options")).isNull();
    }
  }

  @Test
  void no_site_may_use_the_hub_unless_it_is_named() {
    HttpResponse<Buffer> answer = withOrigin(hub, HttpMethod.GET, "/api/onboarding");
    assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
    assertThat(withOrigin(hub, HttpMethod.OPTIONS, "/api/onboarding").statusCode()).isEqualTo(405);
  }

  @Test
  void a_named_site_may_use_the_hub() throws IOException {
    HttpOptions named = new HttpOptions(Optional.empty(), -1, false, List.of(), true, Set.of(SITE));
    try (WebHub open = new WebHub(directory.resolve("named"), named)) {
      HttpResponse<Buffer> answer = withOrigin(open, HttpMethod.GET, "/api/onboarding");
      assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo(SITE);
      assertThat(answer.getHeader("Vary")).contains("Origin");
      HttpResponse<Buffer> asked = withOrigin(open, HttpMethod.OPTIONS, "/api/onboarding/users");
      assertThat(asked.statusCode()).isEqualTo(200);
      assertThat(asked.getHeader("Access-Control-Allow-Methods")).isEqualTo("POST");
      HttpResponse<Buffer> other =
          WebHub.await(
              open.request(HttpMethod.GET, "/api/onboarding")
                  .putHeader("Origin", "https://other.example")
                  .send());
      assertThat(other.getHeader("Access-Control-Allow-Origin")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/auth/token", "/auth/revoke"})
  void all_sites_may_ask_for_tokens_and_revoke_them(String path) {
    assertThat(withOrigin(hub, HttpMethod.OPTIONS, path).getHeader("Access-Control-Allow-Origin"))
        .isEqualTo("*");
    assertThat(hub.form(path, "token", "x").getHeader("Access-Control-Allow-Origin"))
        .isEqualTo("*");
  }

  @Test
  void a_token_in_the_query_is_not_taken() {
    assertThat(hub.get("/api/test/look?token=" + hub.tokenOf("Olga")).statusCode()).isEqualTo(401);
  }

  @Test
  void a_restart_ends_all_signed_paths_and_no_tokens() throws IOException {
    String token = hub.tokenOf("Olga");
    String signed =
        hub.connect(token)
            .result("auth/sign_path", new JsonObject().put("path", "/api/test/look"))
            .getString("path");
    assertThat(hub.get(signed).statusCode()).isEqualTo(200);
    hub.close();
    hub =
        new WebHub(
            directory, HttpOptions.standard(), WebsocketLimits.standard(), HttpRowsTest::routes);
    assertThat(hub.get(signed).statusCode()).isEqualTo(401);
    assertThat(hub.get("/api/test/look", token).statusCode()).isEqualTo(200);
  }

  @Test
  void an_answer_that_is_no_json_is_500() {
    assertThat(hub.get("/api/test/unserialisable").statusCode()).isEqualTo(500);
  }

  @Test
  void json_is_compressed_when_accepted() throws IOException {
    HttpResponse<Buffer> answer = gzip("/api/test/long");
    assertThat(answer.getHeader("Content-Encoding")).isEqualTo("gzip");
    byte[] unpacked =
        new GZIPInputStream(new ByteArrayInputStream(answer.body().getBytes())).readAllBytes();
    assertThat(new JsonObject(Buffer.buffer(unpacked)).getString("text")).isEqualTo(LONG);
    assertThat(hub.get("/api/test/long").getHeader("Content-Encoding")).isNull();
  }

  @Test
  void what_must_not_be_stored_is_not_compressed() {
    assertThat(gzip("/api/test/secret").getHeader("Content-Encoding")).isNull();
  }

  @Test
  void a_read_only_user_looks_and_does_not_act() {
    String rosa = readOnlyUser();
    assertThat(hub.get("/api/test/look", rosa).statusCode()).isEqualTo(200);
    assertThat(hub.post("/api/test/act", rosa, new JsonObject()).statusCode()).isEqualTo(403);
    assertThat(hub.post("/api/test/act", hub.tokenOf("Max"), new JsonObject()).statusCode())
        .isEqualTo(200);
  }

  private String readOnlyUser() {
    WebsocketClient owner = hub.connect(hub.tokenOf("Olga"));
    String id =
        owner
            .result(
                "config/auth/create",
                new JsonObject()
                    .put("name", "Rosa")
                    .put("group_ids", new JsonArray().add("system-read-only")))
            .getJsonObject("user")
            .getString("id");
    owner.result(
        "config/auth_provider/homeassistant/create",
        new JsonObject().put("user_id", id).put("username", "rosa").put("password", "x"));
    return hub.tokenOf("Rosa");
  }

  private HttpResponse<Buffer> gzip(String path) {
    return WebHub.await(
        hub.request(HttpMethod.GET, path).putHeader("Accept-Encoding", "br, gzip").send());
  }

  private static HttpResponse<Buffer> withOrigin(WebHub to, HttpMethod method, String path) {
    return WebHub.await(
        to.request(method, path)
            .putHeader("Origin", SITE)
            .putHeader("Access-Control-Request-Method", "POST")
            .send());
  }

  private int statusOf(String request) throws IOException {
    return Integer.parseInt(answerOf(request, 12).substring(9));
  }

  private String answerOf(String request) throws IOException {
    return answerOf(request, Integer.MAX_VALUE);
  }

  private String answerOf(String request, int most) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readNBytes(most), StandardCharsets.US_ASCII);
    }
  }
}
