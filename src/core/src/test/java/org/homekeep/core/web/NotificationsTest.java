package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.Subnet;
import org.homekeep.core.notification.PersistentNotifications;
import org.homekeep.core.service.ActionCommands;
import org.homekeep.core.service.Actions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §12.1 and frontend.md: notifications, failed logins among them, and unbanning. */
class NotificationsTest {
  private static final String ATTACKER = "203.0.113.7";
  private static final String SECRET = "hush-hush-hush";

  @TempDir Path directory;
  private Path bans;
  private WebHub hub;
  private String adminToken;
  private WebsocketClient admin;

  @BeforeEach
  void start() throws IOException {
    bans = directory.resolve("ip_bans.yaml");
    StoredByHomeAssistant.write(directory);
    open();
  }

  private void open() throws IOException {
    hub =
        new WebHub(
            directory,
            new HttpOptions(
                Optional.of(bans), 3, true, Subnet.parseList("127.0.0.1"), true, Set.of()));
    hub.now(
        () -> {
          Actions actions = new Actions(hub.events());
          new ActionCommands(actions, hub.events()).register(hub.commands);
          PersistentNotifications.register(
              hub.runtime,
              hub.server(),
              hub.commands,
              actions,
              () -> json -> new JsonObject(json.encode().replace(SECRET, "**REDACTED**")));
          return true;
        });
    adminToken = hub.tokenOf("Olga");
    admin = hub.connect(adminToken);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject act(String action, JsonObject data) {
    return act(admin, "persistent_notification", action, data);
  }

  private static JsonObject act(
      WebsocketClient who, String domain, String action, JsonObject data) {
    return who.call(
        "call_service",
        new JsonObject().put("domain", domain).put("service", action).put("service_data", data));
  }

  private static JsonObject note(String id, String message) {
    return new JsonObject().put("notification_id", id).put("message", message);
  }

  private JsonArray all() {
    return admin.call("persistent_notification/get").getJsonArray("result");
  }

  private int unknown(String ip) {
    return WebHub.await(
            hub.request(HttpMethod.POST, "/api/onboarding/analytics")
                .putHeader("X-Forwarded-For", ip)
                .send())
        .statusCode();
  }

  @Test
  void create_shows_a_notification_with_id_title_message_and_time() {
    act("create", note("n1", "The disk is full.").put("title", "Disk"));
    assertThat(all())
        .isEqualTo(
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("notification_id", "n1")
                        .put("title", "Disk")
                        .put("message", "The disk is full.")
                        .put("created_at", "2026-08-01T12:00:00.000000+00:00")));
  }

  @Test
  void without_an_id_each_notification_has_its_own() {
    act("create", new JsonObject().put("message", "one"));
    act("create", new JsonObject().put("message", "one"));
    assertThat(all()).hasSize(2);
    assertThat(all().getJsonObject(0).getValue("title")).isNull();
  }

  @Test
  void a_subscriber_gets_the_current_ones_after_the_result_and_then_every_change() {
    act("create", note("n1", "one"));
    WebsocketClient other = hub.connect(hub.tokenOf("Max"));
    assertThat(other.call("persistent_notification/subscribe").getValue("result")).isNull();
    assertThat(change(other)).isEqualTo("current n1=one");
    act("create", note("n2", "two"));
    assertThat(change(other)).isEqualTo("added n2=two");
    act("create", note("n2", "other"));
    assertThat(change(other)).isEqualTo("updated n2=other");
    act("create", note("n2", "other"));
    act("dismiss", new JsonObject().put("notification_id", "n1"));
    assertThat(change(other)).as("what did not change is not sent").isEqualTo("removed n1=one");
    act("dismiss", new JsonObject().put("notification_id", "n1"));
    act("dismiss_all", new JsonObject());
    assertThat(change(other)).isEqualTo("removed n2=other");
    assertThat(all()).isEmpty();
  }

  private static String change(WebsocketClient subscriber) {
    JsonObject event = subscriber.next().getJsonObject("event");
    JsonObject changed = event.getJsonObject("notifications");
    StringBuilder text = new StringBuilder(event.getString("type"));
    changed.forEach(
        each ->
            text.append(' ')
                .append(each.getKey())
                .append('=')
                .append(((JsonObject) each.getValue()).getString("message")));
    return text.toString();
  }

  @Test
  void no_more_comes_after_the_subscription_was_ended() {
    int id = admin.call("persistent_notification/subscribe").getInteger("id");
    admin.next();
    admin.call("unsubscribe_events", new JsonObject().put("subscription", id));
    assertThat(act("create", note("n1", "one")).getBoolean("success")).isTrue();
    assertThat(admin.hasFrames()).isFalse();
  }

  @Test
  void a_notification_never_holds_a_secret() {
    act("create", note("n1", "it said " + SECRET).put("title", SECRET));
    assertThat(all().encode()).contains("it said **REDACTED**").doesNotContain(SECRET);
  }

  @Test
  void there_are_a_hundred_at_most_and_the_oldest_gives_way() {
    for (int i = 0; i <= 100; i++) {
      act("create", note("n" + i, "text"));
    }
    assertThat(all()).hasSize(100);
    assertThat(all().getJsonObject(0).getString("notification_id")).isEqualTo("n1");
  }

  @Test
  void a_message_is_not_longer_than_people_read() {
    assertThat(act("create", note("n", "x".repeat(4001))).getJsonObject("error").getString("code"))
        .isEqualTo("invalid_format");
  }

  @Test
  void each_address_from_which_a_login_failed_has_one_notification() {
    unknown(ATTACKER);
    unknown(ATTACKER);
    unknown("203.0.113.8");
    assertThat(all()).hasSize(2);
    JsonObject notice = all().getJsonObject(0);
    assertThat(notice.getString("notification_id")).isEqualTo("http-login-203.0.113.7");
    assertThat(notice.getString("title")).isEqualTo("Login attempt failed");
    assertThat(notice.getString("message")).contains(ATTACKER);
  }

  @Test
  void a_failed_login_says_nothing_of_what_was_tried() {
    hub.login(hub.startLogin(), "owner", SECRET);
    assertThat(all()).hasSize(1);
    assertThat(all().encode()).contains("127.0.0.1").doesNotContain(SECRET, "owner");
  }

  @Test
  void a_crowd_of_addresses_drives_nothing_else_away() {
    act("create", note("mine", "text"));
    for (int i = 0; i < 25; i++) {
      unknown("203.0.113." + i);
    }
    assertThat(all()).hasSize(21);
    assertThat(all().getJsonObject(0).getString("notification_id")).isEqualTo("mine");
  }

  @Test
  void a_ban_is_told_in_the_place_of_the_failed_login() {
    ban();
    assertThat(all()).hasSize(1);
    assertThat(all().getJsonObject(0).getString("title")).isEqualTo("Address banned");
  }

  private void ban() {
    for (int i = 0; i < 3; i++) {
      unknown(ATTACKER);
    }
    assertThat(unknown(ATTACKER)).isEqualTo(403);
  }

  private JsonObject unban(WebsocketClient who, String address) {
    return act(who, "http", "unban", new JsonObject().put("ip_address", address));
  }

  @Test
  void an_administrator_ends_a_ban_at_once_and_for_good() throws IOException {
    Files.writeString(bans, "# ours\n198.51.100.1:\n  banned_at: '2025-01-01'\n");
    hub.close();
    open();
    ban();
    assertThat(unban(admin, ATTACKER).getBoolean("success")).isTrue();
    assertThat(unknown(ATTACKER)).isEqualTo(401);
    hub.close();
    assertThat(Files.readString(bans))
        .isEqualTo("# ours\n198.51.100.1:\n  banned_at: '2025-01-01'\n");
    open();
    assertThat(unknown(ATTACKER)).isEqualTo(401);
    assertThat(unknown("198.51.100.1")).isEqualTo(403);
  }

  @Test
  void the_notification_of_a_ban_ends_with_it() {
    ban();
    unban(admin, ATTACKER);
    assertThat(all()).isEmpty();
  }

  @Test
  void the_ban_of_an_ipv6_network_ends_with_any_of_its_addresses() {
    for (int i = 1; i <= 3; i++) {
      unknown("2001:db8::" + i);
    }
    assertThat(unknown("2001:db8::9")).isEqualTo(403);
    unban(admin, "2001:db8::7");
    assertThat(unknown("2001:db8::9")).isEqualTo(401);
  }

  @Test
  void an_address_that_is_not_banned_cannot_be_allowed_again() {
    for (String address : new String[] {"203.0.113.9", "nonsense"}) {
      JsonObject error = unban(admin, address).getJsonObject("error");
      assertThat(error.getString("code")).isEqualTo("service_validation_error");
      assertThat(error.getString("message"))
          .isEqualTo("Validation error: The address " + address + " is not banned.");
      assertThat(error.getString("translation_key")).isEqualTo("address_not_banned");
    }
  }

  @Test
  void unbanning_is_for_administrators() {
    ban();
    JsonObject error = unban(hub.connect(hub.tokenOf("Max")), ATTACKER).getJsonObject("error");
    assertThat(error.getString("code")).isEqualTo("unauthorized");
    assertThat(unknown(ATTACKER)).isEqualTo(403);
  }
}
