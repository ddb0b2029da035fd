package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.Subnet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §1.1: every form of {@code auth_invalid}, and the end of the connection. */
class WebsocketLoginTest {
  private static final String BAD_TOKEN = "Invalid access token or password";
  private static final String ELSEWHERE = "203.0.113.7";

  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub =
        new WebHub(
            directory,
            new HttpOptions(
                Optional.empty(), -1, true, Subnet.parseList("127.0.0.1"), true, Set.of()));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** Logs in on a socket, which the hub has closed when this returns; what it said before. */
  private static String refusal(WebsocketClient socket, String token) {
    assertThat(socket.next().getString("type")).isEqualTo("auth_required");
    socket.send(new JsonObject().put("type", "auth").put("access_token", token));
    JsonObject answer = socket.next();
    assertThat(answer.fieldNames()).containsExactlyInAnyOrder("type", "message");
    assertThat(answer.getString("type")).isEqualTo("auth_invalid");
    socket.awaitClosed();
    assertThat(socket.hasFrames()).isFalse();
    return answer.getString("message");
  }

  @Test
  void a_bad_token_is_invalid() {
    assertThat(refusal(hub.connect(), "bad")).isEqualTo(BAD_TOKEN);
  }

  @Test
  void an_expired_token_is_invalid() {
    String token = hub.tokenOf("Olga");
    hub.clock.advance(Duration.ofMinutes(31));
    assertThat(refusal(hub.connect(), token)).isEqualTo(BAD_TOKEN);
  }

  @Test
  void a_revoked_token_is_invalid() {
    String token = hub.tokenOf("Olga");
    hub.now(
        () -> {
          hub.auth().tokensOf(hub.auth().users().get(0)).forEach(each -> hub.auth().revoke(each));
          return true;
        });
    assertThat(refusal(hub.connect(), token)).isEqualTo(BAD_TOKEN);
  }

  @Test
  void the_token_of_a_user_who_is_not_active_is_invalid() {
    String token = hub.tokenOf("Max");
    hub.connect(hub.tokenOf("Olga"))
        .result(
            "config/auth/update",
            new JsonObject()
                .put("user_id", "00000000000000000000000000000002")
                .put("is_active", false));
    assertThat(refusal(hub.connect(), token)).isEqualTo(BAD_TOKEN);
  }

  @Test
  void a_user_of_the_home_alone_cannot_authenticate_remotely() {
    String token = hub.tokenOf("Max");
    assertThat(refusal(WebsocketClient.connect(hub.vertx, hub.port, ELSEWHERE), token))
        .isEqualTo("User cannot authenticate remotely");
  }

  @Test
  void a_user_of_the_home_alone_behind_somebody_who_does_not_say_for_whom_is_local_only() {
    String token = hub.tokenOf("Max");
    assertThat(
            refusal(
                WebsocketClient.connect(hub.vertx, hub.port, "Forwarded", "for=_hidden"), token))
        .isEqualTo("User is local only");
  }

  @Test
  void a_user_of_the_home_alone_logs_in_from_home() {
    WebsocketClient.connect(hub.vertx, hub.port, "192.168.1.9").login(hub.tokenOf("Max"));
  }

  @Test
  void an_auth_message_without_a_token_says_so() {
    WebsocketClient socket = hub.connect();
    socket.next();
    socket.send(new JsonObject().put("type", "auth"));
    assertThat(socket.next().getString("message"))
        .startsWith("Auth message incorrectly formatted: ");
    socket.awaitClosed();
  }

  @Test
  void who_has_logged_in_cannot_do_it_again_on_the_same_connection() {
    WebsocketClient socket = hub.connect(hub.tokenOf("Olga"));
    socket.send(new JsonObject().put("type", "auth").put("access_token", hub.tokenOf("Max")));
    assertThat(socket.next().getJsonObject("error").getString("code")).isEqualTo("invalid_format");
  }
}
