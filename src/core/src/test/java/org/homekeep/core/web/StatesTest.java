package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.state.StateCommands;
import org.homekeep.core.state.States;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §1.5 and §1.6: {@code get_states}, {@code subscribe_entities}. */
class StatesTest {
  private static final double NOON = 1_785_585_600;

  @TempDir Path directory;
  private WebHub hub;
  private States states;
  private WebsocketClient client;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
    states =
        hub.now(
            () -> {
              States made = new States(hub.runtime, hub.events(), new Ulid(hub.clock));
              new StateCommands(made).register(hub.commands);
              return made;
            });
    client = hub.connect(hub.tokenOf("Max"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void set(String entityId, String state, JsonObject attributes) {
    hub.now(
        () -> {
          states.set("backup", entityId, state, attributes);
          return true;
        });
  }

  private void remove(String entityId) {
    hub.now(
        () -> {
          states.remove(entityId);
          return true;
        });
  }

  /** Subscribes and gives the snapshot. */
  private JsonObject subscribe(JsonObject fields) {
    JsonObject result = client.call("subscribe_entities", fields);
    assertThat(result.getBoolean("success")).isTrue();
    assertThat(result.getValue("result")).isNull();
    return event();
  }

  private JsonObject event() {
    JsonObject message = client.next();
    assertThat(message.getString("type")).isEqualTo("event");
    return message.getJsonObject("event");
  }

  private static JsonObject attributes(String json) {
    return new JsonObject(json);
  }

  @Test
  void get_states_gives_full_states() {
    set("sensor.a", "1", attributes("{\"unit\":\"x\"}"));
    JsonArray all = client.call("get_states").getJsonArray("result");
    assertThat(all).hasSize(1);
    JsonObject state = all.getJsonObject(0);
    assertThat(state.fieldNames())
        .containsExactlyInAnyOrder(
            "entity_id",
            "state",
            "attributes",
            "last_changed",
            "last_reported",
            "last_updated",
            "context");
    assertThat(state.getString("state")).isEqualTo("1");
    assertThat(state.getString("last_changed")).isEqualTo("2026-08-01T12:00:00.000000+00:00");
    assertThat(state.getJsonObject("context").fieldNames())
        .containsExactlyInAnyOrder("id", "parent_id", "user_id");
  }

  @Test
  void the_result_comes_first_and_then_a_snapshot_also_of_nothing() {
    assertThat(subscribe(new JsonObject())).isEqualTo(new JsonObject("{\"a\":{}}"));
  }

  @Test
  void a_snapshot_holds_state_attributes_context_id_and_time() {
    set("sensor.a", "1", attributes("{\"unit\":\"x\"}"));
    JsonObject entity = subscribe(new JsonObject()).getJsonObject("a").getJsonObject("sensor.a");
    assertThat(entity.fieldNames()).containsExactlyInAnyOrder("s", "a", "c", "lc");
    assertThat(entity.getString("s")).isEqualTo("1");
    assertThat(entity.getJsonObject("a")).isEqualTo(attributes("{\"unit\":\"x\"}"));
    assertThat(entity.getString("c")).hasSize(26);
    assertThat(entity.getDouble("lc")).isEqualTo(NOON);
  }

  @Test
  void lu_is_left_out_when_it_equals_lc_and_given_when_only_an_attribute_changed() {
    set("sensor.a", "1", attributes("{\"n\":1}"));
    hub.clock.advance(Duration.ofMillis(1500));
    set("sensor.a", "1", attributes("{\"n\":2}"));
    JsonObject entity = subscribe(new JsonObject()).getJsonObject("a").getJsonObject("sensor.a");
    assertThat(entity.getDouble("lc")).isEqualTo(NOON);
    assertThat(entity.getDouble("lu")).isEqualTo(NOON + 1.5);
  }

  @Test
  void an_entity_that_comes_is_sent_whole() {
    subscribe(new JsonObject());
    set("sensor.a", "1", new JsonObject());
    assertThat(event().getJsonObject("a").fieldNames()).containsExactly("sensor.a");
  }

  @Test
  void an_entity_that_goes_is_named() {
    set("sensor.a", "1", new JsonObject());
    subscribe(new JsonObject());
    remove("sensor.a");
    assertThat(event()).isEqualTo(new JsonObject("{\"r\":[\"sensor.a\"]}"));
  }

  @Test
  void of_a_change_only_the_difference_is_sent() {
    set("sensor.a", "1", attributes("{\"same\":1,\"other\":1,\"gone\":1}"));
    subscribe(new JsonObject());
    hub.clock.advance(Duration.ofSeconds(1));
    set("sensor.a", "2", attributes("{\"same\":1,\"other\":2,\"new\":null}"));
    JsonObject change = event().getJsonObject("c").getJsonObject("sensor.a");
    JsonObject plus = change.getJsonObject("+");
    assertThat(plus.fieldNames()).containsExactlyInAnyOrder("s", "a", "lc", "c");
    assertThat(plus.getString("s")).isEqualTo("2");
    assertThat(plus.getDouble("lc")).isEqualTo(NOON + 1);
    assertThat(plus.getString("c")).hasSize(26);
    assertThat(plus.getJsonObject("a")).isEqualTo(attributes("{\"other\":2,\"new\":null}"));
    assertThat(change.getJsonObject("-")).isEqualTo(new JsonObject("{\"a\":[\"gone\"]}"));
  }

  @Test
  void a_change_of_an_attribute_alone_has_lu_and_neither_s_nor_lc() {
    set("sensor.a", "1", attributes("{\"n\":1}"));
    subscribe(new JsonObject());
    hub.clock.advance(Duration.ofSeconds(1));
    set("sensor.a", "1", attributes("{\"n\":2}"));
    JsonObject change = event().getJsonObject("c").getJsonObject("sensor.a");
    assertThat(change.fieldNames()).containsExactly("+");
    assertThat(change.getJsonObject("+").fieldNames()).containsExactlyInAnyOrder("a", "lu", "c");
  }

  @Test
  void what_stays_the_same_is_not_sent() {
    set("sensor.a", "1", new JsonObject());
    subscribe(new JsonObject());
    set("sensor.a", "1", new JsonObject());
    assertThat(client.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void only_the_entities_that_were_asked_for_are_sent() {
    set("sensor.a", "1", new JsonObject());
    set("sensor.b", "1", new JsonObject());
    JsonObject wanted = new JsonObject().put("entity_ids", new JsonArray().add("sensor.b"));
    assertThat(subscribe(wanted).getJsonObject("a").fieldNames()).containsExactly("sensor.b");
    set("sensor.a", "2", new JsonObject());
    set("sensor.b", "2", new JsonObject());
    assertThat(event().getJsonObject("c").fieldNames()).containsExactly("sensor.b");
  }

  @Test
  void include_and_exclude_name_domains_entities_and_patterns() {
    set("sensor.a", "1", new JsonObject());
    set("sensor.b", "1", new JsonObject());
    set("event.a", "1", new JsonObject());
    assertSubscribed("{\"include\":{\"domains\":[\"sensor\"]}}", "sensor.a", "sensor.b");
    assertSubscribed("{\"exclude\":{\"domains\":[\"sensor\"]}}", "event.a");
    assertSubscribed("{\"include\":{\"entity_globs\":[\"*.a\"]}}", "sensor.a", "event.a");
    assertSubscribed("{\"exclude\":{\"entities\":[\"event.a\"]}}", "sensor.a", "sensor.b");
    assertSubscribed("{\"include\":{\"entities\":[\"event.a\"]}}", "event.a");
    assertSubscribed(
        "{\"include\":{\"domains\":[\"sensor\"]},\"exclude\":{\"entity_globs\":[\"sensor.?\"],"
            + "\"entities\":[\"sensor.b\"]}}");
    assertSubscribed(
        "{\"include\":{\"entities\":[\"sensor.b\"]},\"exclude\":{\"domains\":[\"sensor\"]}}",
        "sensor.b",
        "event.a");
  }

  private void assertSubscribed(String filter, String... entities) {
    assertThat(subscribe(new JsonObject(filter)).getJsonObject("a").fieldNames())
        .as(filter)
        .containsExactlyInAnyOrder(entities);
  }

  @Test
  void entity_source_tells_whose_an_entity_is() {
    set("sensor.a", "1", new JsonObject());
    assertThat(client.call("entity/source").getJsonObject("result"))
        .isEqualTo(new JsonObject("{\"sensor.a\":{\"domain\":\"backup\"}}"));
  }

  @Test
  void everyone_may_hear_state_changed_with_the_old_and_the_new_state() {
    client.call("subscribe_events", new JsonObject().put("event_type", "state_changed"));
    set("sensor.a", "1", new JsonObject());
    set("sensor.a", "2", new JsonObject());
    remove("sensor.a");
    JsonObject came = event().getJsonObject("data");
    assertThat(came.getValue("old_state")).isNull();
    assertThat(came.getJsonObject("new_state").getString("state")).isEqualTo("1");
    JsonObject changed = event().getJsonObject("data");
    assertThat(changed.getJsonObject("old_state").getString("state")).isEqualTo("1");
    JsonObject gone = event().getJsonObject("data");
    assertThat(gone.getString("entity_id")).isEqualTo("sensor.a");
    assertThat(gone.getValue("new_state")).isNull();
  }

  @Test
  void no_more_is_sent_after_the_subscription_was_ended() {
    int id = client.call("subscribe_entities").getInteger("id");
    event();
    client.call("unsubscribe_events", new JsonObject().put("subscription", id));
    set("sensor.a", "1", new JsonObject());
    assertThat(client.call("ping").getString("type")).isEqualTo("pong");
  }
}
