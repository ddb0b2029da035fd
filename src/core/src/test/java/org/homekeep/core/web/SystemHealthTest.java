package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.health.HealthFact;
import org.homekeep.core.health.HealthFailure;
import org.homekeep.core.health.SystemHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §8.4: {@code system_health/info}. */
class SystemHealthTest {
  private static final Duration PATIENT = Duration.ofHours(1);

  @TempDir Path directory;
  private final Promise<Object> late = Promise.promise();
  private WebHub hub;
  private WebsocketClient admin;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
    admin = hub.connect(hub.tokenOf("Olga"));
  }

  /**
   * @param patience how long a fact may take
   */
  private void register(Duration patience) {
    hub.now(
        () -> {
          SystemHealth health = new SystemHealth(patience);
          health.add(
              "test",
              "/config/test",
              List.of(
                  HealthFact.known("at_once", () -> 5),
                  HealthFact.known("since", hub.clock::instant),
                  HealthFact.known("bad_news", () -> new HealthFailure("The disk is gone.")),
                  new HealthFact("late", late::future),
                  new HealthFact("never", () -> Promise.promise().future()),
                  new HealthFact(
                      "broken",
                      () -> Future.failedFuture(new IOException("token=abc was refused"))),
                  new HealthFact(
                      "thrown",
                      () -> {
                        throw new IllegalStateException("token=abc");
                      })));
          health.register(hub.commands);
          return true;
        });
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject event() {
    return admin.next().getJsonObject("event");
  }

  @Test
  void the_result_is_null_then_comes_what_is_known_and_what_is_pending() {
    register(PATIENT);
    assertThat(admin.call("system_health/info").getValue("result")).isNull();
    JsonObject initial = event();
    assertThat(initial.getString("type")).isEqualTo("initial");
    assertThat(initial.getJsonObject("data").getJsonObject("test").encode())
        .isEqualTo(
            "{\"info\":{\"at_once\":5,"
                + "\"since\":{\"type\":\"date\",\"value\":\"2026-08-01T12:00:00.000000+00:00\"},"
                + "\"bad_news\":{\"type\":\"failed\",\"error\":\"The disk is gone.\"},"
                + "\"late\":{\"type\":\"pending\"},"
                + "\"never\":{\"type\":\"pending\"},\"broken\":{\"type\":\"pending\"},"
                + "\"thrown\":{\"type\":\"pending\"}},\"manage_url\":\"/config/test\"}");
  }

  @Test
  void every_pending_fact_is_updated_whether_it_is_found_out_or_not_and_then_it_is_over() {
    register(Duration.ofSeconds(8));
    admin.call("system_health/info");
    event();
    hub.now(() -> late.tryComplete("here"));
    List<JsonObject> updates = new ArrayList<>();
    JsonObject event = event();
    for (; !event.getString("type").equals("finish"); event = event()) {
      updates.add(event);
    }
    assertThat(event).isEqualTo(new JsonObject().put("type", "finish"));
    assertThat(updates)
        .containsExactlyInAnyOrder(
            update("late").put("success", true).put("data", "here"),
            failed("never", "timeout"),
            failed("broken", "unknown"),
            failed("thrown", "unknown"));
  }

  @Test
  void what_comes_late_may_be_a_date_or_bad_news_too() {
    register(PATIENT);
    admin.call("system_health/info");
    event();
    event();
    event();
    hub.now(() -> late.tryComplete(hub.clock.instant()));
    assertThat(event().getJsonObject("data").getString("type")).isEqualTo("date");
  }

  private static JsonObject update(String key) {
    return new JsonObject().put("type", "update").put("domain", "test").put("key", key);
  }

  private static JsonObject failed(String key, String message) {
    return update(key).put("success", false).put("error", new JsonObject().put("msg", message));
  }

  @Test
  void no_more_comes_after_the_subscription_was_ended() {
    register(PATIENT);
    int id = admin.call("system_health/info").getInteger("id");
    event();
    event();
    event();
    admin.call("unsubscribe_events", new JsonObject().put("subscription", id));
    hub.now(() -> late.tryComplete("here"));
    assertThat(admin.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void it_is_for_administrators() {
    register(PATIENT);
    WebsocketClient user = hub.connect(hub.tokenOf("Max"));
    assertThat(user.call("system_health/info").getJsonObject("error").getString("code"))
        .isEqualTo("unauthorized");
  }
}
