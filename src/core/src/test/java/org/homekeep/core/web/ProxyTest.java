package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.Subnet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** framework.md §12.2, the row Forwarded: who is behind a proxy. */
class ProxyTest {
  private static final String FOR = "X-Forwarded-For";

  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory, trusting("127.0.0.1,192.168.0.0/24"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void any_forwarded_for_while_it_is_off_is_400() throws IOException {
    try (WebHub plain = new WebHub(directory.resolve("plain"))) {
      HttpResponse<Buffer> answer = send(plain, MultiMap.caseInsensitiveMultiMap().add(FOR, "::1"));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.bodyAsJsonObject().getString("message")).contains("use_x_forwarded_for");
    }
  }

  @Test
  void forwarded_for_from_an_untrusted_peer_is_400() throws IOException {
    try (WebHub wary = new WebHub(directory.resolve("wary"), trusting("192.168.0.0/24"))) {
      assertThat(send(wary, MultiMap.caseInsensitiveMultiMap().add(FOR, "10.0.0.1")).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void two_such_headers_are_400() {
    assertThat(
            send(hub, MultiMap.caseInsensitiveMultiMap().add(FOR, "10.0.0.1").add(FOR, "10.0.0.2"))
                .statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // an invalid address
        "x; ; ; 400",
        "10.0.0.1,; ; ; 400",
        "''; ; ; 400",
        "10.0.0.1:80; ; ; 400",
        // a wrong number of items, or an empty one
        "10.0.0.1, 10.0.0.2; https, http, http; ; 400",
        "10.0.0.1; https, http; ; 400",
        "10.0.0.1, 10.0.0.2; https,; ; 400",
        "10.0.0.1; ''; ; 400",
        "10.0.0.1; ; ''; 400",
        // what proxies send
        "10.0.0.1; ; ; 200",
        "10.0.0.1; https; home.example; 200",
        "10.0.0.1, 10.0.0.2; https; ; 200",
        "10.0.0.1, 10.0.0.2; https, http; ; 200",
        "2001:db8::1; ; ; 200"
      })
  void headers_of_a_proxy_are_checked(
      String forwardedFor, String proto, String host, int expected) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(FOR, forwardedFor);
    Optional.ofNullable(proto).ifPresent(value -> headers.add("X-Forwarded-Proto", value));
    Optional.ofNullable(host).ifPresent(value -> headers.add("X-Forwarded-Host", value));
    assertThat(send(hub, headers).statusCode()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "203.0.113.7; 203.0.113.7",
        "1.1.1.1, 203.0.113.7; 203.0.113.7",
        "1.1.1.1, 203.0.113.7, 192.168.0.9; 203.0.113.7",
        "192.168.0.8, 192.168.0.9; 192.168.0.8",
        "::ffff:203.0.113.7; 203.0.113.7"
      })
  void the_client_is_the_right_most_untrusted_address(String forwardedFor, String client) {
    String flow = startFrom(forwardedFor);
    assertThat(loginFrom(client, flow, "owner", "wrong").statusCode()).isEqualTo(200);
    HttpResponse<Buffer> elsewhere = loginFrom("203.0.113.200", flow, "owner", "wrong");
    assertThat(elsewhere.statusCode()).isEqualTo(400);
    assertThat(elsewhere.bodyAsJsonObject().getString("message")).isEqualTo("IP address changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "127.0.0.1, 192.168.0.9; 192.168.0.9",
        "127.0.0.1, 127.0.0.1, 192.168.0.9; 192.168.0.9",
        "::1, 192.168.0.9; 192.168.0.9",
        "203.0.113.7, ::1, 192.168.0.9; 192.168.0.9",
        "127.0.0.1; 127.0.0.1"
      })
  void loopback_that_another_machine_speaks_of_is_that_machine(String forwardedFor, String client) {
    String flow = startFrom(forwardedFor);
    assertThat(loginFrom(client, flow, "owner", "wrong").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "::/0", "127.0.0.1,0.0.0.0/0"})
  void a_proxy_anywhere_is_none_to_trust(String everybody) {
    assertThatThrownBy(() -> Subnet.parseList(everybody))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void strangers_who_begin_logins_from_everywhere_do_not_end_that_of_somebody_at_home() {
    hub.tokenOf("Olga");
    String mine = hub.startLogin();
    for (int i = 0; i < 300; i++) {
      startFrom("198.51.%d.%d".formatted(i / 200, i % 200 + 1));
    }
    assertThat(hub.login(mine, "owner", StoredByHomeAssistant.PASSWORD).bodyAsString())
        .contains("create_entry");
  }

  @Test
  void one_attacker_behind_a_proxy_locks_nobody_else_out() {
    String attack = startFrom("203.0.113.7");
    for (int i = 0; i < 5; i++) {
      loginFrom("203.0.113.7", attack, "somebody", "guess");
    }
    assertThat(loginFrom("203.0.113.7", attack, "owner", "guess").statusCode()).isEqualTo(429);
    String mine = startFrom("203.0.113.9");
    assertThat(
            loginFrom("203.0.113.9", mine, "owner", StoredByHomeAssistant.PASSWORD).bodyAsString())
        .contains("create_entry");
  }

  @Test
  void many_addresses_that_try_one_name_are_slowed_down_together() {
    for (int i = 0; i < 10; i++) {
      String from = "198.51.100." + i;
      assertThat(loginFrom(from, startFrom(from), "owner", "guess").statusCode()).isEqualTo(200);
    }
    String next = "198.51.100.99";
    assertThat(loginFrom(next, startFrom(next), "owner", "guess").statusCode()).isEqualTo(429);
    assertThat(loginFrom(next, startFrom(next), "member", "guess").statusCode())
        .as("another name")
        .isEqualTo(200);
  }

  @Test
  void where_a_user_was_logged_in_before_others_cannot_lock_the_user_out() {
    String home = "203.0.113.50";
    String code =
        loginFrom(home, startFrom(home), "owner", StoredByHomeAssistant.PASSWORD)
            .bodyAsJsonObject()
            .getString("result");
    WebHub.await(
        from(HttpMethod.POST, "/auth/token", home)
            .sendForm(
                MultiMap.caseInsensitiveMultiMap()
                    .add("grant_type", "authorization_code")
                    .add("code", code)
                    .add("client_id", WebHub.CLIENT_ID)));
    for (int i = 0; i < 12; i++) {
      String from = "198.51.100." + i;
      loginFrom(from, startFrom(from), "owner", "guess");
    }
    assertThat(
            loginFrom(home, startFrom(home), "owner", StoredByHomeAssistant.PASSWORD)
                .bodyAsString())
        .contains("create_entry");
  }

  @Test
  void an_ipv6_network_counts_as_one_address() {
    for (int i = 1; i <= 5; i++) {
      String from = "2001:db8:0:1::" + i;
      loginFrom(from, startFrom(from), "somebody", "guess");
    }
    String sibling = "2001:db8:0:1:ffff::1";
    assertThat(loginFrom(sibling, startFrom(sibling), "owner", "guess").statusCode())
        .isEqualTo(429);
    String stranger = "2001:db8:0:2::1";
    assertThat(loginFrom(stranger, startFrom(stranger), "owner", "guess").statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_user_of_the_home_alone_is_known_by_the_address_behind_the_proxy() {
    String token = hub.tokenOf("Max");
    JsonObject nothing = new JsonObject();
    assertThat(linkFrom("192.168.7.7", token, nothing)).as("may, but sends nothing").isEqualTo(400);
    assertThat(linkFrom("203.0.113.7", token, nothing)).as("not known here").isEqualTo(401);
  }

  private int linkFrom(String ip, String token, JsonObject body) {
    return WebHub.await(
            from(HttpMethod.POST, "/auth/link_user", ip)
                .bearerTokenAuthentication(token)
                .sendJsonObject(body))
        .statusCode();
  }

  private static HttpOptions trusting(String proxies) {
    return new HttpOptions(Optional.empty(), -1, true, Subnet.parseList(proxies), true, Set.of());
  }

  private static HttpResponse<Buffer> send(WebHub to, MultiMap headers) {
    HttpRequest<Buffer> request = to.request(HttpMethod.GET, "/api/onboarding");
    headers.forEach(header -> request.headers().add(header.getKey(), header.getValue()));
    return WebHub.await(request.send());
  }

  private HttpRequest<Buffer> from(HttpMethod method, String path, String ip) {
    return hub.request(method, path).putHeader(FOR, ip);
  }

  private String startFrom(String ip) {
    return WebHub.await(
            from(HttpMethod.POST, "/auth/login_flow", ip)
                .sendJsonObject(
                    new JsonObject()
                        .put("client_id", WebHub.CLIENT_ID)
                        .put("handler", new JsonArray().add("homeassistant").addNull())
                        .put("redirect_uri", WebHub.CLIENT_ID)))
        .bodyAsJsonObject()
        .getString("flow_id");
  }

  private HttpResponse<Buffer> loginFrom(String ip, String flow, String name, String password) {
    return WebHub.await(
        from(HttpMethod.POST, "/auth/login_flow/" + flow, ip)
            .sendJsonObject(
                new JsonObject()
                    .put("client_id", WebHub.CLIENT_ID)
                    .put("username", name)
                    .put("password", password)));
  }
}
