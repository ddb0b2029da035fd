package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.ENTRY;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.api.entry.ConfigEntryAuthFailed;
import org.homekeep.core.fixture.FakeSocket;
import org.junit.jupiter.api.Test;

/** What clients ask of entries, and hear of them. */
class EntryCommandsTest extends StartedEntriesTest {
  @Test
  void update_changes_the_title() {
    String entry = hub.addEntry("h");

    JsonObject result =
        hub.command(
                "config_entries/update",
                new JsonObject().put("entry_id", entry).put("title", "Attic"))
            .getJsonObject("result");

    assertThat(result.getJsonObject("config_entry").getString("title")).isEqualTo("Attic");
    assertThat(result.getBoolean("require_restart")).isFalse();
    assertThat(hub.stored().encode()).contains("Attic");
  }

  @Test
  void commands_for_an_entry_that_is_not_there_are_not_found() {
    JsonObject fields = new JsonObject().put("entry_id", "none");

    for (JsonObject answer :
        List.of(
            hub.command("config_entries/get_single", fields),
            hub.command("config_entries/update", fields.copy().put("title", "x")),
            hub.command("config_entries/disable", fields.copy().putNull("disabled_by")))) {
      assertThat(answer.getJsonObject("error"))
          .isEqualTo(
              new JsonObject().put("code", "not_found").put("message", "Config entry not found"));
    }
  }

  @Test
  void subscribe_sends_the_result_then_all_entries_then_every_change() {
    String entry = hub.addEntry("h");
    FakeSocket socket = hub.socket();
    hub.command(socket, "config_entries/subscribe", new JsonObject());
    hub.onContext(() -> true);
    assertThat(socket.frames().get(0).getString("type")).isEqualTo("result");
    assertThat(socket.items()).hasSize(1);
    assertThat(socket.items().get(0).containsKey("type")).isTrue();
    assertThat(socket.items().get(0).getString("type")).isNull();

    hub.post(ENTRY + "/" + entry + "/reload", new JsonObject());
    String second = hub.addEntry("other");
    hub.delete(ENTRY + "/" + second);
    hub.unsubscribe(socket);
    hub.addEntry("third");

    assertThat(socket.items().stream().skip(1))
        .extracting(
            item -> item.getString("type") + " " + item.getJsonObject("entry").getString("state"))
        .containsExactly(
            "updated unload_in_progress",
            "updated not_loaded",
            "updated setup_in_progress",
            "updated loaded",
            "added not_loaded",
            "updated setup_in_progress",
            "updated loaded",
            "updated unload_in_progress",
            "updated not_loaded",
            "removed not_loaded");
  }

  @Test
  void flow_subscribe_sends_the_first_event_before_the_result() {
    FakeSocket socket = hub.socket();
    hub.command(socket, "config_entries/flow/subscribe", new JsonObject());
    assertThat(socket.frames())
        .extracting(frame -> frame.getString("type"))
        .containsExactly("event", "result");
    hub.fixture.onSetUp =
        entry -> Future.failedFuture(new ConfigEntryAuthFailed("The token is refused."));

    String entry = hub.addEntry("h");
    String flow = hub.awaitReauthFlow("");
    hub.delete(ENTRY + "/" + entry);

    assertThat(socket.items())
        .extracting(item -> item.getString("type") + " " + item.getString("flow_id"))
        .containsExactly("added " + flow, "removed " + flow);
  }

  @Test
  void get_filters_by_domain_and_type() {
    hub.addEntry("h");

    assertThat(got(new JsonObject())).hasSize(1);
    assertThat(got(new JsonObject().put("domain", "other"))).isEmpty();
    assertThat(got(new JsonObject().put("type_filter", "helper"))).isEmpty();
    assertThat(got(new JsonObject().put("type_filter", new JsonArray().add("service")))).hasSize(1);
    assertThat(hub.get(ENTRY + "?domain=other").list()).isEmpty();
    assertThat(hub.get(ENTRY + "?type=service&type=hub").list()).hasSize(1);
  }

  private JsonArray got(JsonObject fields) {
    return hub.command("config_entries/get", fields).getJsonArray("result");
  }

  @Test
  void what_changes_entries_is_for_administrators() {
    String entry = hub.addEntry("h");
    JsonObject fields = new JsonObject().put("entry_id", entry);

    assertThat(hub.asPerson(HttpMethod.GET, ENTRY).status()).isEqualTo(200);
    assertThat(hub.asPerson(HttpMethod.DELETE, ENTRY + "/" + entry).status()).isEqualTo(403);
    assertThat(hub.asPerson(HttpMethod.POST, ENTRY + "/" + entry + "/reload").status())
        .isEqualTo(403);
    for (String command :
        List.of(
            "config_entries/get_single",
            "config_entries/update",
            "config_entries/disable",
            "config_entries/flow/progress",
            "config_entries/flow/subscribe")) {
      JsonObject answer = hub.command(hub.socketOfPerson(), command, fields);
      assertThat(answer.getJsonObject("error").getString("code")).isEqualTo("unauthorized");
    }
  }

  @Test
  void update_changes_the_preferences() {
    String entry = hub.addEntry("h");

    JsonObject shown =
        hub.command(
                "config_entries/update",
                new JsonObject().put("entry_id", entry).put("pref_disable_polling", true))
            .getJsonObject("result")
            .getJsonObject("config_entry");

    assertThat(shown.getBoolean("pref_disable_polling")).isTrue();
    assertThat(shown.getString("title")).isEqualTo("h");
    assertThat(hub.fixture.setUps).hasValue(2);
  }
}
