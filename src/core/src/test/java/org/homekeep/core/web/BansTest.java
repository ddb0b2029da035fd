package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.Subnet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §12.1: addresses that fail too often are not spoken to any more. */
class BansTest {
  private static final String ATTACKER = "203.0.113.7";
  private static final String HOME = "203.0.113.50";

  @TempDir Path directory;
  private Optional<WebHub> running = Optional.empty();

  @AfterEach
  void stop() {
    running.ifPresent(WebHub::close);
  }

  @Test
  void three_requests_without_a_token_are_enough_when_three_is_the_threshold() throws IOException {
    WebHub hub = start(3);
    for (int i = 0; i < 3; i++) {
      assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
    }
    HttpResponse<Buffer> banned = WebHub.await(from(hub, HttpMethod.GET, "/", ATTACKER).send());
    assertThat(banned.statusCode()).as("on everything").isEqualTo(403);
    assertThat(WebHub.await(from(hub, HttpMethod.GET, "/", HOME).send()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_directory_in_the_place_of_the_file_is_put_aside_and_bans_are_kept() throws IOException {
    Path file = directory.resolve("ip_bans.yaml");
    Files.createDirectories(file.resolve("mounted"));
    WebHub hub = start(1);
    unknown(hub, ATTACKER);
    hub.close();
    running = Optional.empty();
    assertThat(file).isRegularFile();
    assertThat(unknown(start(1), ATTACKER)).isEqualTo(403);
  }

  @Test
  void a_banned_address_does_not_get_a_websocket() throws IOException {
    WebHub hub = start(1);
    unknown(hub, ATTACKER);
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(hub.port)
            .setURI("/api/websocket")
            .putHeader("X-Forwarded-For", ATTACKER);
    assertThatThrownBy(() -> WebHub.await(hub.vertx.createWebSocketClient().connect(options)))
        .hasMessageContaining("403");
  }

  @Test
  void what_the_table_names_counts() throws IOException {
    WebHub hub = start(6);
    JsonObject bad = new JsonObject().put("client_id", "no client");
    post(hub, "/auth/login_flow", bad);
    String flow = login(hub);
    post(hub, "/auth/login_flow/" + flow, credentials("wrong"));
    post(hub, "/auth/login_flow/unknown", credentials("wrong"));
    WebHub.await(
        from(hub, HttpMethod.POST, "/auth/token", ATTACKER)
            .sendForm(io.vertx.core.MultiMap.caseInsensitiveMultiMap()));
    badSocket(hub);
    assertThat(unknown(hub, ATTACKER)).as("the sixth").isEqualTo(401);
    assertThat(unknown(hub, ATTACKER)).as("after the sixth").isEqualTo(403);
  }

  @Test
  void a_badly_formed_auth_message_does_not_count() throws IOException {
    WebHub hub = start(1);
    WebsocketClient socket = WebsocketClient.connect(hub.vertx, hub.port, ATTACKER);
    socket.next();
    socket.send(new JsonObject().put("type", "auth").put("access_token", 1));
    assertThat(socket.next().getString("message")).startsWith("Auth message incorrectly formatted");
    assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
  }

  @Test
  void not_allowed_is_no_failed_login() throws IOException {
    WebHub hub = start(1);
    String token = hub.tokenOf("Max");
    WebHub.await(
        from(hub, HttpMethod.POST, "/api/onboarding/analytics", "192.168.1.9")
            .bearerTokenAuthentication(token)
            .sendJsonObject(new JsonObject()));
    assertThat(unknown(hub, "192.168.1.9")).isEqualTo(401);
  }

  @Test
  void success_resets_the_counter() throws IOException {
    WebHub hub = start(2);
    unknown(hub, ATTACKER);
    post(hub, "/auth/login_flow/" + login(hub), credentials(StoredByHomeAssistant.PASSWORD));
    assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
    assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
    assertThat(unknown(hub, ATTACKER)).isEqualTo(403);
  }

  @Test
  void a_websocket_that_logs_in_resets_the_counter() throws IOException {
    WebHub hub = start(2);
    unknown(hub, ATTACKER);
    WebsocketClient.connect(hub.vertx, hub.port, ATTACKER).login(hub.tokenOf("Olga"));
    assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
  }

  @Test
  void banning_is_off_by_default() throws IOException {
    WebHub hub = start(-1);
    for (int i = 0; i < 20; i++) {
      assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
    }
  }

  @Test
  void a_ban_survives_a_restart_in_a_file_that_people_read() throws IOException {
    Path file = directory.resolve("ip_bans.yaml");
    Files.writeString(file, "# ours\n198.51.100.1:\n  banned_at: '2025-01-01T00:00:00+00:00'");
    WebHub hub = start(1);
    unknown(hub, ATTACKER);
    hub.close();
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            # ours
            198.51.100.1:
              banned_at: '2025-01-01T00:00:00+00:00'
            '203.0.113.7':
              banned_at: '2026-08-01T12:00:00Z'
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    WebHub again = start(1);
    assertThat(unknown(again, ATTACKER)).isEqualTo(403);
    assertThat(unknown(again, "198.51.100.1")).isEqualTo(403);
  }

  @Test
  void a_byte_that_is_no_letter_lifts_no_ban_and_keeps_no_new_one_from_being_written()
      throws IOException {
    Path file = directory.resolve("ip_bans.yaml");
    byte[] before =
        "# caf\u00e9\n198.51.100.1:\n  banned_at: '2025-01-01'\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, before);
    WebHub hub = start(1);
    assertThat(unknown(hub, "198.51.100.1")).isEqualTo(403);
    unknown(hub, ATTACKER);
    hub.close();
    assertThat(Files.readAllBytes(file)).startsWith(before);
    assertThat(unknown(start(1), ATTACKER)).isEqualTo(403);
  }

  @Test
  void the_file_of_home_assistant_is_read_with_whatever_else_people_wrote() throws IOException {
    Files.writeString(
        directory.resolve("ip_bans.yaml"),
        """
        # somebody
        198.51.100.1:
          banned_at: 2025-01-01T00:00:00

        "198.51.100.2": {banned_at: '2025-01-01'}
        2001:db8::1:
          banned_at: '2025-01-01'
        nonsense
        300.1.1.1:
          banned_at: '2025-01-01'
        """);
    WebHub hub = start(-1);
    assertThat(unknown(hub, "198.51.100.1")).isEqualTo(403);
    assertThat(unknown(hub, "198.51.100.2")).isEqualTo(403);
    assertThat(unknown(hub, "2001:db8::ffff")).as("the network of it").isEqualTo(403);
    assertThat(unknown(hub, "198.51.100.3")).isEqualTo(401);
  }

  @Test
  void an_ipv6_attacker_does_not_get_around_it_with_the_next_address() throws IOException {
    WebHub hub = start(2);
    unknown(hub, "2001:db8::1");
    unknown(hub, "2001:db8::2");
    assertThat(unknown(hub, "2001:db8::3")).isEqualTo(403);
    assertThat(unknown(hub, "2001:db8:0:1::3")).isEqualTo(401);
  }

  @Test
  void this_machine_is_never_banned() throws IOException {
    WebHub hub = start(1);
    for (int i = 0; i < 3; i++) {
      assertThat(unknown(hub, "127.0.0.1")).isEqualTo(401);
    }
    Files.writeString(directory.resolve("ip_bans.yaml"), "127.0.0.1:\n  banned_at: 'x'\n");
    hub.close();
    assertThat(unknown(start(1), "127.0.0.1")).isEqualTo(401);
  }

  @Test
  void without_the_file_nobody_is_banned() throws IOException {
    Files.writeString(directory.resolve("ip_bans.yaml"), ATTACKER + ":\n  banned_at: 'x'\n");
    StoredByHomeAssistant.write(directory);
    WebHub hub = new WebHub(directory, options(Optional.empty(), 1));
    running = Optional.of(hub);
    assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
    assertThat(unknown(hub, ATTACKER)).isEqualTo(401);
  }

  @Test
  void a_file_that_cannot_be_read_does_not_stop_the_start() throws IOException {
    Files.createDirectory(directory.resolve("ip_bans.yaml"));
    assertThat(unknown(start(1), ATTACKER)).isEqualTo(401);
  }

  private WebHub start(int threshold) throws IOException {
    if (running.isEmpty()) {
      StoredByHomeAssistant.write(directory);
    }
    WebHub hub =
        new WebHub(directory, options(Optional.of(directory.resolve("ip_bans.yaml")), threshold));
    running = Optional.of(hub);
    return hub;
  }

  private static HttpOptions options(Optional<Path> file, int threshold) {
    return new HttpOptions(file, threshold, true, Subnet.parseList("127.0.0.1"), true, Set.of());
  }

  private static HttpRequest<Buffer> from(WebHub hub, HttpMethod method, String path, String ip) {
    return hub.request(method, path).putHeader("X-Forwarded-For", ip);
  }

  /** A request of nobody for what is somebody's. */
  private static int unknown(WebHub hub, String ip) {
    return WebHub.await(from(hub, HttpMethod.POST, "/api/onboarding/analytics", ip).send())
        .statusCode();
  }

  private static HttpResponse<Buffer> post(WebHub hub, String path, JsonObject body) {
    return WebHub.await(from(hub, HttpMethod.POST, path, ATTACKER).sendJsonObject(body));
  }

  private static String login(WebHub hub) {
    return post(
            hub,
            "/auth/login_flow",
            new JsonObject()
                .put("client_id", WebHub.CLIENT_ID)
                .put("handler", new JsonArray().add("homeassistant").addNull())
                .put("redirect_uri", WebHub.CLIENT_ID))
        .bodyAsJsonObject()
        .getString("flow_id");
  }

  private static JsonObject credentials(String password) {
    return new JsonObject()
        .put("client_id", WebHub.CLIENT_ID)
        .put("username", "owner")
        .put("password", password);
  }

  private static void badSocket(WebHub hub) {
    WebsocketClient socket = WebsocketClient.connect(hub.vertx, hub.port, ATTACKER);
    socket.next();
    socket.send(new JsonObject().put("type", "auth").put("access_token", "bad"));
    assertThat(socket.next().getString("type")).isEqualTo("auth_invalid");
    socket.awaitClosed();
  }
}
