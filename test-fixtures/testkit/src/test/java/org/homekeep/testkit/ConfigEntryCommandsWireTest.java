package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options, subentries and the table of framework.md §5.3, row by row, through the wire. */
class ConfigEntryCommandsWireTest {
  private static final String ROOT = "/api/config/config_entries";
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");

  private final Vertx vertx = WatchedVertx.create();
  private final FixtureIntegration fixture = FlowfulFixture.make();
  private TestHub hub;
  private HubSession ada;
  private WebsocketClient socket;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) {
    hub = TestHub.start(config, data, fixture);
    ada = HubSession.first(hub.port());
    socket = ada.websocket(vertx);
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  private String entry() {
    return ada.add("fixture", FORM).getJsonObject("result").getString("entry_id");
  }

  private HttpApiClient.Answer post(String path, JsonObject body) {
    return ada.http().post(path, body);
  }

  @Test
  void options_are_changed_through_the_entry_as_handler_and_have_no_result() {
    String id = entry();
    JsonObject form = post(ROOT + "/options/flow", new JsonObject().put("handler", id)).json();
    assertThat(form.getString("step_id")).isEqualTo("init");
    assertThat(form.getString("flow_id")).matches("[0-9a-f]{32}");
    JsonObject end =
        post(
                ROOT + "/options/flow/" + form.getString("flow_id"),
                new JsonObject().put("path", "/x"))
            .json();
    assertThat(end.getString("type")).isEqualTo("create_entry");
    assertThat(end.containsKey("result")).isFalse();
  }

  @Test
  void an_unknown_entry_of_options_and_an_unknown_kind_of_subentries_are_404() {
    String id = entry();
    assertThat(post(ROOT + "/options/flow", new JsonObject().put("handler", "no")).status())
        .isEqualTo(404);
    JsonArray unknownKind = new JsonArray().add(id).add("other");
    assertThat(
            post(ROOT + "/subentries/flow", new JsonObject().put("handler", unknownKind)).status())
        .isEqualTo(404);
  }

  private JsonObject addFolder(String entryId) {
    JsonArray handler = new JsonArray().add(entryId).add("folder");
    JsonObject form =
        post(ROOT + "/subentries/flow", new JsonObject().put("handler", handler)).json();
    return post(
            ROOT + "/subentries/flow/" + form.getString("flow_id"),
            new JsonObject().put("path", "/x"))
        .json();
  }

  @Test
  void subentries_are_listed_renamed_and_deleted() {
    String id = entry();
    assertThat(addFolder(id).containsKey("result")).isFalse();
    JsonArray listed =
        socket
            .ask("config_entries/subentries/list", new JsonObject().put("entry_id", id))
            .getJsonArray("result");
    JsonObject folder = listed.getJsonObject(0);
    assertThat(folder.fieldNames())
        .containsExactlyInAnyOrder("subentry_id", "subentry_type", "title", "unique_id");
    JsonObject which =
        new JsonObject().put("entry_id", id).put("subentry_id", folder.getString("subentry_id"));
    assertThat(
            socket
                .ask("config_entries/subentries/update", which.copy().put("title", "Photos"))
                .getBoolean("success"))
        .isTrue();
    assertThat(socket.ask("config_entries/subentries/delete", which).getValue("result")).isNull();
    JsonObject error = socket.ask("config_entries/subentries/delete", which).getJsonObject("error");
    assertThat(error.getString("code")).isEqualTo("not_found");
    assertThat(error.getString("message")).isEqualTo("Config subentry not found");
  }

  private JsonObject ask(String command, Object... keysAndValues) {
    JsonObject fields = new JsonObject();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return socket.ask("config_entries/" + command, fields);
  }

  @Test
  void get_gives_entries_by_one_type_or_several_and_by_domain() {
    entry();
    assertThat(ask("get").getJsonArray("result")).hasSize(1);
    assertThat(ask("get", "type_filter", "service").getJsonArray("result")).hasSize(1);
    JsonArray types = new JsonArray().add("hub").add("service");
    assertThat(ask("get", "type_filter", types, "domain", "fixture").getJsonArray("result"))
        .hasSize(1);
    assertThat(ask("get", "type_filter", "helper").getJsonArray("result")).isEmpty();
  }

  @Test
  void get_single_gives_one_or_not_found() {
    String id = entry();
    JsonObject found = ask("get_single", "entry_id", id).getJsonObject("result");
    assertThat(found.getJsonObject("config_entry").getString("entry_id")).isEqualTo(id);
    JsonObject error = ask("get_single", "entry_id", "no").getJsonObject("error");
    assertThat(error)
        .isEqualTo(
            new JsonObject().put("code", "not_found").put("message", "Config entry not found"));
  }

  @Test
  void a_subscription_gives_everything_and_then_every_change() {
    String id = entry();
    int subscription = socket.send("config_entries/subscribe", new JsonObject());
    JsonObject all = socket.nextList(subscription).getJsonObject(0);
    assertThat(all.getValue("type")).isNull();
    assertThat(all.getJsonObject("entry").getString("entry_id")).isEqualTo(id);
    ask("update", "entry_id", id, "title", "Other");
    JsonObject updated = socket.nextList(subscription).getJsonObject(0);
    assertThat(updated.getString("type")).isEqualTo("updated");
    assertThat(updated.getJsonObject("entry").getString("title")).isEqualTo("Other");
  }

  @Test
  void update_and_disable_say_what_became_of_it() {
    String id = entry();
    JsonObject updated = ask("update", "entry_id", id, "title", "Other").getJsonObject("result");
    assertThat(updated.fieldNames()).containsExactlyInAnyOrder("config_entry", "require_restart");
    assertThat(ask("disable", "entry_id", id, "disabled_by", "user").getJsonObject("result"))
        .isEqualTo(new JsonObject().put("require_restart", false));
    assertThat(ada.entries("fixture").get(0).getString("state")).isEqualTo("not_loaded");
    assertThat(ask("disable", "entry_id", id, "disabled_by", null).getJsonObject("result"))
        .isEqualTo(new JsonObject().put("require_restart", false));
  }

  @Test
  void ignoring_a_flow_that_is_not_there_is_not_found() {
    assertThat(
            ask("ignore_flow", "flow_id", "no", "title", "x")
                .getJsonObject("error")
                .getString("code"))
        .isEqualTo("not_found");
  }

  @Test
  void progress_leaves_out_what_a_person_started() {
    ada.startFlow("fixture");
    assertThat(ask("flow/progress").getJsonArray("result")).isEmpty();
  }

  @Test
  void flow_subscribe_sends_its_first_event_before_the_result() {
    int id = socket.send("config_entries/flow/subscribe", new JsonObject());
    JsonObject first = socket.next(message -> message.getInteger("id", 0) == id);
    assertThat(first.getString("type")).isEqualTo("event");
    assertThat(first.getJsonArray("event")).isEmpty();
    assertThat(socket.next(message -> message.getInteger("id", 0) == id).getString("type"))
        .isEqualTo("result");
  }
}
