package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.FLOW;
import static org.homekeep.core.fixture.EntriesHub.form;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.schema.Values;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.core.fixture.FakeSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What integrations find by themselves, and unique ids (framework.md §3.6). */
class DiscoveryTest {
  private EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path config) {
    hub = EntriesHub.start(config);
    hub.addEntry("first");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void discover(Optional<String> uniqueId) {
    hub.fixture
        .context
        .orElseThrow()
        .discovered(new Discovery(uniqueId, "Found one", Values.empty()));
  }

  /** What is found twice is offered once, so this waits for the flow and not for the call. */
  private JsonObject discovered(String uniqueId) {
    discover(Optional.of(uniqueId));
    hub.awaitFlow(flow -> flow.isAbout(uniqueId));
    return progress().stream()
        .map(JsonObject.class::cast)
        .filter(flow -> uniqueId.equals(flow.getJsonObject("context").getString("unique_id")))
        .findFirst()
        .orElseThrow();
  }

  private JsonArray progress() {
    return hub.command("config_entries/flow/progress", new JsonObject()).getJsonArray("result");
  }

  private JsonObject ignore(String flowId) {
    return hub.command(
        "config_entries/ignore_flow",
        new JsonObject().put("flow_id", flowId).put("title", "Not this one"));
  }

  @Test
  void what_was_found_is_offered_with_its_title_and_unique_id() {
    JsonObject flow = discovered("u");

    assertThat(flow.getString("handler")).isEqualTo("fixture");
    assertThat(flow.getString("step_id")).isEqualTo("user");
    assertThat(flow.getJsonObject("context"))
        .isEqualTo(
            new JsonObject(
                """
                {"source":"integration_discovery","unique_id":"u",
                 "title_placeholders":{"name":"Found one"}}
                """));
  }

  @Test
  void subscribers_hear_of_it_and_the_bus_a_second_later() {
    FakeSocket socket = hub.socket();
    hub.command(socket, "config_entries/flow/subscribe", new JsonObject());
    String flow = discovered("u").getString("flow_id");
    discovered("v");

    assertThat(socket.items()).extracting(item -> item.getString("type")).contains("added");
    assertThat(socket.items()).extracting(item -> item.getString("flow_id")).contains(flow);
    hub.advance(Duration.ofSeconds(1));
    assertThat(hub.fired)
        .filteredOn(event -> event.getString("type").equals("config_entry_discovered"))
        .hasSize(1);
  }

  @Test
  void what_is_offered_or_configured_already_is_not_offered_again() {
    discovered("u");
    discover(Optional.of("u"));
    discover(Optional.of("first"));
    discovered("last");

    assertThat(progress()).hasSize(2);
  }

  @Test
  void an_entry_that_waits_is_tried_at_once_when_it_is_found() {
    hub.fixture.onSetUp =
        entry -> Future.failedFuture(new ConfigEntryNotReady("Away.", "away", Map.of()));
    String entry = hub.addEntry("second");
    assertThat(hub.state(entry)).isEqualTo("setup_retry");
    hub.fixture.onSetUp = again -> Future.succeededFuture(hub.fixture.loaded());

    discover(Optional.of("second"));

    hub.awaitState(entry, EntryState.LOADED);
  }

  @Test
  void what_was_found_becomes_an_entry() {
    String flow = discovered("found").getString("flow_id");

    JsonObject end = hub.post(FLOW + "/" + flow, form("found", "good")).json();

    assertThat(end.getJsonObject("result").getString("source")).isEqualTo("integration_discovery");
    assertThat(progress()).isEmpty();
  }

  @Test
  void adding_by_hand_what_was_found_ends_the_offer() {
    discovered("found");

    hub.addEntry("found");

    assertThat(progress()).isEmpty();
  }

  @Test
  void ignoring_ends_the_offer_for_good() {
    JsonObject answer = ignore(discovered("u").getString("flow_id"));
    assertThat(answer.getBoolean("success")).isTrue();
    assertThat(answer.getValue("result")).isNull();
    JsonObject entry = hub.get(EntriesHub.ENTRY).list().getJsonObject(1);
    assertThat(entry.getString("source")).isEqualTo("ignore");
    assertThat(entry.getString("state")).isEqualTo("not_loaded");
    assertThat(entry.getString("title")).isEqualTo("Not this one");

    discover(Optional.of("u"));
    discovered("v");

    assertThat(progress()).hasSize(1);
  }

  @Test
  void a_person_can_still_add_what_was_ignored() {
    ignore(discovered("wanted").getString("flow_id"));

    String entry = hub.addEntry("wanted");

    assertThat(hub.state(entry)).isEqualTo("loaded");
    assertThat(hub.get(EntriesHub.ENTRY).list())
        .extracting(each -> ((JsonObject) each).getString("source"))
        .containsExactly("user", "user");
  }

  @Test
  void ignoring_a_flow_that_is_not_there_is_not_found() {
    assertThat(ignore("nobody").getJsonObject("error").getString("code")).isEqualTo("not_found");
  }

  @Test
  void ignoring_a_flow_without_a_unique_id_is_no_unique_id() {
    assertThat(ignore(hub.startFlow()).getJsonObject("error").getString("code"))
        .isEqualTo("no_unique_id");
  }
}
