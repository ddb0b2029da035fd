package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** framework.md §2.1 and §2.5, {@code config/auth/*}: users and groups. */
class UsersTest {
  private static final String OLGA = "00000000000000000000000000000001";
  private static final String MAX = "00000000000000000000000000000002";
  private static final String CONTENT = "00000000000000000000000000000003";

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fake\nowner",
        "\u001b[2JFake",
        "Fake\u202eowner",
        "Fake\u2066owner",
        "Fake\u2028owner",
        "Fake\u200fowner",
        "Fake\u0085owner"
      })
  void a_name_that_draws_more_than_itself_is_refused(String name) {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    assertThat(olga.call("config/auth/create", new JsonObject().put("name", name)).encode())
        .contains("home_assistant_error");
    assertThat(
            olga.call(
                    "config/auth/update",
                    new JsonObject()
                        .put("user_id", "00000000000000000000000000000002")
                        .put("name", name))
                .encode())
        .contains("home_assistant_error");
  }

  @Test
  void an_administrator_lists_all_users_with_their_names_and_groups() {
    JsonArray users = owner().call("config/auth/list").getJsonArray("result");
    assertThat(users).hasSize(3);
    assertThat(users.getJsonObject(1))
        .isEqualTo(
            new JsonObject(
                """
                {"id":"%s","username":"member","name":"Max","is_owner":false,"is_active":true,
                 "local_only":true,"system_generated":false,"group_ids":["system-users"],
                 "credentials":[{"type":"homeassistant"}]}
                """
                    .formatted(MAX)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "create", "update", "delete"})
  void who_is_no_administrator_is_not_allowed(String command) {
    JsonObject fields =
        switch (command) {
          case "list" -> new JsonObject();
          case "create" -> new JsonObject().put("name", "Eve");
          default -> new JsonObject().put("user_id", OLGA);
        };
    assertThat(member().error("config/auth/" + command, fields)).isEqualTo("unauthorized");
  }

  @Test
  void a_new_user_with_a_name_and_password_logs_in_after_a_restart_too() throws IOException {
    String id = create("Berta", "system-users");
    owner()
        .result(
            "config/auth_provider/homeassistant/create",
            user(id).put("username", "berta").put("password", "tr0ub4dor"));
    hub.close();
    hub = new WebHub(directory);
    assertThat(login("berta", "tr0ub4dor").getString("type")).isEqualTo("create_entry");
    assertThat(
            hub.connect(hub.tokenOf("Berta"))
                .result("auth/current_user", new JsonObject())
                .getBoolean("is_admin"))
        .isFalse();
  }

  @Test
  void a_group_that_does_not_exist_is_refused() {
    assertThat(
            owner()
                .error(
                    "config/auth/create",
                    new JsonObject()
                        .put("name", "Eve")
                        .put("group_ids", new JsonArray().add("system-god"))))
        .isEqualTo("invalid_format");
  }

  @Test
  void a_change_gives_back_the_user_as_it_is_now() {
    JsonObject changed =
        owner()
            .result(
                "config/auth/update",
                user(MAX)
                    .put("name", "Maximilian")
                    .put("local_only", false)
                    .put("group_ids", new JsonArray().add("system-admin")))
            .getJsonObject("user");
    assertThat(changed.getString("name")).isEqualTo("Maximilian");
    assertThat(changed.getBoolean("local_only")).isFalse();
    assertThat(hub.now(() -> hub.auth().user(MAX).orElseThrow().isAdmin())).isTrue();
  }

  @Test
  void who_may_less_from_now_on_is_disconnected_and_comes_back_with_what_is_left() {
    promoteMax();
    String token = hub.tokenOf("Max");
    WebsocketClient max = hub.connect(token);
    max.result("config/auth/list", new JsonObject());
    owner()
        .result(
            "config/auth/update", user(MAX).put("group_ids", new JsonArray().add("system-users")));
    max.awaitClosed();
    assertThat(hub.connect(token).error("config/auth/list", new JsonObject()))
        .isEqualTo("unauthorized");
  }

  @Test
  void deactivating_a_user_ends_tokens_and_sockets_at_once() {
    String token = hub.tokenOf("Max");
    WebsocketClient max = hub.connect(token);
    owner().result("config/auth/update", user(MAX).put("is_active", false));
    max.awaitClosed();
    assertThat(hub.post("/auth/link_user", token, new JsonObject()).statusCode()).isEqualTo(401);
    assertThat(hub.now(() -> hub.auth().tokensOf(hub.auth().user(MAX).orElseThrow()))).isEmpty();
  }

  @Test
  void a_deactivated_user_is_blocked_at_the_login() {
    owner().result("config/auth/update", user(MAX).put("is_active", false));
    HttpResponse<Buffer> answer =
        hub.login(hub.startLogin(), "member", StoredByHomeAssistant.PASSWORD);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.bodyAsJsonObject().getString("message"))
        .isEqualTo("Login blocked: User is not active");
  }

  @Test
  void deleting_a_user_ends_tokens_sockets_codes_name_and_password() throws IOException {
    String code = login("member", StoredByHomeAssistant.PASSWORD).getString("result");
    String token = hub.tokenOf("Max");
    WebsocketClient max = hub.connect(token);
    owner().result("config/auth/delete", user(MAX));
    max.awaitClosed();
    assertThat(hub.tokens(code).getString("error_description")).isEqualTo("Invalid code");
    assertThat(hub.post("/auth/link_user", token, new JsonObject()).statusCode()).isEqualTo(401);
    assertThat(login("member", StoredByHomeAssistant.PASSWORD).getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "invalid_auth"));
    hub.close();
    hub = new WebHub(directory);
    assertThat(hub.now(() -> hub.auth().user(MAX))).isEmpty();
  }

  @Test
  void the_owner_cannot_be_deactivated_or_deleted() {
    promoteMax();
    assertThat(owner().error("config/auth/update", user(OLGA).put("is_active", false)))
        .isEqualTo("cannot_deactivate_owner");
    assertThat(max().error("config/auth/delete", user(OLGA))).isEqualTo("cannot_delete_owner");
  }

  @Test
  void nobody_deletes_the_own_account() {
    assertThat(owner().error("config/auth/delete", user(OLGA))).isEqualTo("no_self_delete");
  }

  @Test
  void the_users_of_the_hub_itself_are_not_changed() {
    assertThat(owner().error("config/auth/update", user(CONTENT).put("name", "x")))
        .isEqualTo("cannot_modify_system_generated");
    assertThat(owner().error("config/auth/delete", user(CONTENT)))
        .isEqualTo("cannot_modify_system_generated");
  }

  @Test
  void an_unknown_user_is_not_found() {
    assertThat(owner().error("config/auth/update", user("nobody"))).isEqualTo("not_found");
    assertThat(owner().error("config/auth/delete", user("nobody"))).isEqualTo("not_found");
  }

  @Test
  void an_administrator_does_not_change_the_owner() {
    promoteMax();
    assertThat(max().error("config/auth/update", user(OLGA).put("name", "x")))
        .isEqualTo("unauthorized");
    assertThat(
            max()
                .error(
                    "config/auth_provider/homeassistant/create",
                    user(OLGA).put("username", "backdoor").put("password", "x")))
        .isEqualTo("unauthorized");
  }

  @Test
  void a_password_change_ends_the_other_sessions_and_keeps_this_one_and_scripts() {
    WebsocketClient other = hub.connect(hub.tokenOf("Olga"));
    WebsocketClient script =
        hub.connect(
            owner()
                .call(
                    "auth/long_lived_access_token",
                    new JsonObject().put("lifespan", 1).put("client_name", "script"))
                .getString("result"));
    WebsocketClient mine = owner();
    mine.result(
        "config/auth_provider/homeassistant/change_password",
        new JsonObject()
            .put("current_password", StoredByHomeAssistant.PASSWORD)
            .put("new_password", "another one"));
    other.awaitClosed();
    assertThat(mine.call("ping").getString("type")).isEqualTo("pong");
    assertThat(script.call("ping").getString("type")).isEqualTo("pong");
    assertThat(login("owner", "another one").getString("type")).isEqualTo("create_entry");
  }

  @Test
  void a_code_from_before_a_password_change_becomes_no_tokens() {
    String code = login("member", StoredByHomeAssistant.PASSWORD).getString("result");
    owner()
        .result(
            "config/auth_provider/homeassistant/admin_change_password",
            user(MAX).put("password", "a new one"));
    assertThat(hub.tokens(code).getString("error_description")).isEqualTo("Invalid code");
  }

  @Test
  void the_current_password_must_be_right_and_cannot_be_guessed() {
    WebsocketClient socket = owner();
    JsonObject wrong =
        new JsonObject().put("current_password", "guess").put("new_password", "another one");
    for (int i = 0; i < 5; i++) {
      assertThat(socket.error("config/auth_provider/homeassistant/change_password", wrong))
          .isEqualTo("invalid_current_password");
    }
    assertThat(
            socket.error(
                "config/auth_provider/homeassistant/change_password",
                wrong.copy().put("current_password", StoredByHomeAssistant.PASSWORD)))
        .as("too many")
        .isEqualTo("home_assistant_error");
  }

  @Test
  void the_owner_sets_a_password_for_somebody_and_all_their_sessions_end() {
    WebsocketClient max = hub.connect(hub.tokenOf("Max"));
    owner()
        .result(
            "config/auth_provider/homeassistant/admin_change_password",
            user(MAX).put("password", "a new one"));
    max.awaitClosed();
    assertThat(login("member", "a new one").getString("type")).isEqualTo("create_entry");
  }

  @Test
  void only_the_owner_sets_passwords_and_names_of_others() {
    promoteMax();
    assertThat(
            max()
                .error(
                    "config/auth_provider/homeassistant/admin_change_password",
                    user(OLGA).put("password", "taken over")))
        .isEqualTo("unauthorized");
    assertThat(
            max()
                .error(
                    "config/auth_provider/homeassistant/admin_change_username",
                    user(OLGA).put("username", "taken")))
        .isEqualTo("unauthorized");
  }

  @Test
  void a_changed_user_name_logs_in_with_the_old_password_and_the_old_name_does_not() {
    owner()
        .result(
            "config/auth_provider/homeassistant/admin_change_username",
            user(MAX).put("username", "maxi"));
    assertThat(login("maxi", StoredByHomeAssistant.PASSWORD).getString("type"))
        .isEqualTo("create_entry");
    assertThat(login("member", StoredByHomeAssistant.PASSWORD).getString("type")).isEqualTo("form");
  }

  @Test
  void an_unknown_user_has_no_password_to_set() {
    assertThat(
            owner()
                .error(
                    "config/auth_provider/homeassistant/admin_change_password",
                    user("nobody").put("password", "x")))
        .isEqualTo("user_not_found");
    String fresh = create("Berta", "system-users");
    assertThat(
            owner()
                .error(
                    "config/auth_provider/homeassistant/admin_change_password",
                    user(fresh).put("password", "x")))
        .isEqualTo("credentials_not_found");
  }

  @Test
  void a_name_that_is_taken_away_ends_what_was_logged_in_with_it() {
    WebsocketClient max = hub.connect(hub.tokenOf("Max"));
    owner()
        .result(
            "config/auth_provider/homeassistant/delete",
            new JsonObject().put("username", "member"));
    max.awaitClosed();
    assertThat(login("member", StoredByHomeAssistant.PASSWORD).getString("type")).isEqualTo("form");
    assertThat(
            owner()
                .error(
                    "config/auth_provider/homeassistant/delete",
                    new JsonObject().put("username", "member")))
        .isEqualTo("credentials_not_found");
  }

  @Test
  void the_owner_keeps_a_way_in() {
    assertThat(
            owner()
                .error(
                    "config/auth_provider/homeassistant/delete",
                    new JsonObject().put("username", "owner")))
        .isEqualTo("home_assistant_error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"member", "Berta", " berta", "", "ber\u0000ta", "ber\u200bta", "bert\u0430"})
  void a_new_name_must_be_normal_unique_and_tell_itself_apart(String name) {
    String id = create("Berta", "system-users");
    assertThat(
            owner()
                .error(
                    "config/auth_provider/homeassistant/create",
                    user(id).put("username", name).put("password", "x")))
        .isEqualTo("home_assistant_error");
  }

  @Test
  void of_two_racing_logins_with_one_name_one_is_made() {
    String one = create("Berta", "system-users");
    String two = create("Bertha", "system-users");
    WebsocketClient socket = owner();
    for (String id : new String[] {one, two}) {
      socket.command(
          "config/auth_provider/homeassistant/create",
          user(id).put("username", "berta").put("password", "x"));
    }
    assertThat(
            new Boolean[] {
              socket.next().getBoolean("success"), socket.next().getBoolean("success")
            })
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void a_user_of_the_read_only_group_looks_and_does_not_act() {
    String id = create("Rosa", "system-read-only");
    assertThat(
            hub.now(
                () -> {
                  var rosa = hub.auth().user(id).orElseThrow();
                  return java.util.List.of(
                      org.homekeep.core.auth.Access.USER.allows(rosa),
                      org.homekeep.core.auth.Access.MEMBER.allows(rosa),
                      org.homekeep.core.auth.Access.ADMIN.allows(rosa));
                }))
        .containsExactly(true, false, false);
  }

  private void promoteMax() {
    owner()
        .result(
            "config/auth/update",
            user(MAX)
                .put("local_only", false)
                .put("group_ids", new JsonArray().add("system-admin")));
  }

  private String create(String name, String group) {
    return owner()
        .result(
            "config/auth/create",
            new JsonObject().put("name", name).put("group_ids", new JsonArray().add(group)))
        .getJsonObject("user")
        .getString("id");
  }

  private JsonObject login(String username, String password) {
    return hub.login(hub.startLogin(), username, password).bodyAsJsonObject();
  }

  private WebsocketClient owner() {
    return hub.connect(hub.tokenOf("Olga"));
  }

  private WebsocketClient member() {
    return hub.connect(hub.tokenOf("Max"));
  }

  private WebsocketClient max() {
    return member();
  }

  private static JsonObject user(String id) {
    return new JsonObject().put("user_id", id);
  }
}
