package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.homekeep.core.onboarding.SetUpGate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may make the first user: whoever sees what the hub printed (framework.md §2.6). */
class SetUpTokenTest {
  @TempDir Path directory;
  private final SetUpGate gate = SetUpGate.of("0.0.0.0", false);
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new WebHub(directory, gate);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void without_the_printed_address_there_is_no_first_user() {
    HttpResponse<Buffer> answer = hub.post("/api/onboarding/users", WebHub.newUser());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.bodyAsJsonObject().getString("message")).contains("/setup/");
    assertThat(hub.now(() -> hub.auth().users())).isEmpty();
  }

  @Test
  void the_printed_address_leaves_the_token_in_the_browser_and_shows_the_page() {
    HttpResponse<Buffer> entered = open(gate.path().orElseThrow());
    assertThat(entered.statusCode()).isEqualTo(303);
    assertThat(entered.getHeader("Location")).isEqualTo("/");
    assertThat(entered.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(entered.getHeader("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/api/onboarding");
  }

  @Test
  void a_page_that_knows_nothing_of_the_token_makes_the_first_user() {
    HttpResponse<Buffer> made = create(cookie());
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(hub.tokens(made.bodyAsJsonObject().getString("auth_code")).getString("access_token"))
        .isNotBlank();
  }

  @Test
  void the_token_works_once() {
    String cookie = cookie();
    create(cookie);
    assertThat(create(cookie).statusCode()).isEqualTo(403);
    HttpResponse<Buffer> again = open(gate.path().orElseThrow());
    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(again.getHeader("Set-Cookie")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/setup/aaaa-aaaa-aaaa-aaaa", "/setup/x", "/setup/%00"})
  void another_token_opens_nothing(String path) {
    HttpResponse<Buffer> answer = open(path);
    assertThat(answer.statusCode()).isIn(403, 400);
    assertThat(answer.getHeader("Set-Cookie")).isNull();
    assertThat(create("homekeep_setup=aaaa-aaaa-aaaa-aaaa").statusCode()).isEqualTo(403);
  }

  @Test
  void tokens_of_two_starts_differ_and_can_be_typed() {
    assertThat(gate.path().orElseThrow())
        .matches("/setup/([a-z2-9]{4}-){3}[a-z2-9]{4}")
        .isNotEqualTo(SetUpGate.of("0.0.0.0", false).path().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.9"})
  void a_hub_for_this_machine_alone_prints_none(String host) {
    assertThat(SetUpGate.of(host, false).path()).isEmpty();
    assertThat(SetUpGate.of(host, true).path()).as("behind a proxy").isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.5", "home.example"})
  void a_hub_for_others_prints_one(String host) {
    assertThat(SetUpGate.of(host, false).path()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Origin: http://evil.example",
        "Origin: null",
        "Forwarded: for=203.0.113.7"
      })
  void another_site_cannot_make_a_browser_on_this_machine_create_the_user(String header)
      throws IOException {
    try (WebHub local = new WebHub(directory.resolve("local"))) {
      String[] parts = header.split(": ", 2);
      HttpRequest<Buffer> request = local.request(HttpMethod.POST, "/api/onboarding/users");
      if (parts[0].equals("Host")) {
        request.virtualHost(parts[1]);
      } else {
        request.putHeader(parts[0], parts[1]);
      }
      assertThat(WebHub.await(request.sendJsonObject(WebHub.newUser())).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void the_page_on_this_machine_makes_the_first_user_without_a_token() throws IOException {
    try (WebHub local = new WebHub(directory.resolve("local"))) {
      HttpResponse<Buffer> made =
          WebHub.await(
              local
                  .request(HttpMethod.POST, "/api/onboarding/users")
                  .putHeader("Origin", "http://127.0.0.1:" + local.port)
                  .sendJsonObject(WebHub.newUser()));
      assertThat(made.statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<Buffer> open(String path) {
    return WebHub.await(hub.request(HttpMethod.GET, path).followRedirects(false).send());
  }

  private String cookie() {
    String set = open(gate.path().orElseThrow()).getHeader("Set-Cookie");
    return set.substring(0, set.indexOf(';'));
  }

  private HttpResponse<Buffer> create(String cookie) {
    JsonObject user = WebHub.newUser();
    return WebHub.await(
        hub.request(HttpMethod.POST, "/api/onboarding/users")
            .putHeader("Cookie", cookie)
            .sendJsonObject(user));
  }
}
