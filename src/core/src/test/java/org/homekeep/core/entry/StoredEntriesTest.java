package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.ENTRY;
import static org.homekeep.core.fixture.EntriesHub.FLOW;
import static org.homekeep.core.fixture.EntriesHub.form;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries on the disk, as they were written and as they are found. */
class StoredEntriesTest extends StartedEntriesTest {
  @Test
  void an_entry_is_shown_without_data_options_and_unique_id() {
    String entry = hub.addEntry("h");

    JsonObject shown = hub.get(ENTRY).list().getJsonObject(0);

    assertThat(shown)
        .isEqualTo(
            new JsonObject(
                    """
                    {"domain":"fixture","title":"h","source":"user","state":"loaded",
                     "supports_options":false,"supports_remove_device":false,
                     "supports_unload":true,"supports_reconfigure":true,
                     "supported_subentry_types":{},"num_subentries":0,
                     "pref_disable_new_entities":false,"pref_disable_polling":false,
                     "disabled_by":null,"reason":null,"error_reason_translation_key":null,
                     "error_reason_translation_placeholders":null,
                     "created_at":1785578400.123456,"modified_at":1785578400.123456}
                    """)
                .put("entry_id", entry));
  }

  @Test
  void an_entry_survives_a_restart_with_its_secret() {
    String entry = hub.addEntry("h");
    restart();

    assertThat(hub.state(entry)).isEqualTo("loaded");
    assertThat(
            hub.<String>onContext(
                () ->
                    hub.entries
                        .find(entry)
                        .orElseThrow()
                        .configEntry()
                        .data()
                        .secret("token")
                        .reveal()))
        .isEqualTo("secret-token");
  }

  @Test
  void the_stored_entries_are_for_their_owner_alone() throws Exception {
    hub.addEntry("h");

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(hub.directory.resolve("core.config_entries"))))
        .isEqualTo("rw-------");
  }

  @Test
  void what_nobody_knows_survives_being_loaded_changed_and_saved() throws Exception {
    hub.close();
    Files.writeString(
        hub.directory.resolve("core.config_entries"),
        """
        {"version":1,"minor_version":5,"key":"core.config_entries","data":{"entries":[
          {"entry_id":"known","domain":"fixture","title":"h","version":1,"minor_version":1,
           "source":"user","unique_id":null,"data":{"host":"h","token":"t-0-k-e-n","prefix":"",
           "added_later":{"list":[1,2.5,null]}},"options":{"x":1},"subentries":[{"subentry_id":"s",
           "subentry_type":"unheard_of","title":"t","unique_id":null,"data":{"a":1},"new":2}],
           "disabled_by":null,"pref_disable_polling":true,"discovery_keys":{"d":[]},
           "created_at":"2026-01-01T00:00:00.000000+00:00",
           "modified_at":"2026-01-01T00:00:00.000000+00:00","something_new":true},
          {"entry_id":"foreign","domain":"not_installed","title":"f","version":7,
           "minor_version":3,"source":"user","unique_id":"u","data":{"deep":{"er":"secret"}},
           "options":{},"subentries":[],"disabled_by":null,
           "created_at":"2026-01-01T00:00:00.000000+00:00",
           "modified_at":"2026-01-01T00:00:00.000000+00:00"}]}}
        """);
    JsonArray before = hub.stored().getJsonObject("data").getJsonArray("entries");
    hub = EntriesHub.start(config).setUpAll();
    String flow =
        hub.post(FLOW, new JsonObject().put("handler", "fixture").put("entry_id", "known"))
            .json()
            .getString("flow_id");

    hub.post(FLOW + "/" + flow, form("changed", "new-token"));

    JsonArray after = hub.stored().getJsonObject("data").getJsonArray("entries");
    assertThat(after.getJsonObject(1)).isEqualTo(before.getJsonObject(1));
    JsonObject known = after.getJsonObject(0);
    assertThat(known.getJsonObject("data"))
        .isEqualTo(
            new JsonObject(
                """
                {"host":"changed","token":"new-token","prefix":"",
                 "added_later":{"list":[1,2.5,null]}}
                """));
    assertThat(known.getBoolean("something_new")).isTrue();
    assertThat(known.getJsonArray("subentries"))
        .isEqualTo(before.getJsonObject(0).getJsonArray("subentries"));
    assertThat(single("foreign").getString("state")).isEqualTo("setup_error");
    assertThat(single("foreign").getString("reason")).contains("not_installed");
  }

  @Test
  void one_entry_that_cannot_be_understood_does_not_take_the_others_with_it() throws Exception {
    hub.addEntry("h");
    JsonObject document = hub.stored();
    JsonObject strange = new JsonObject().put("entry_id", 7).put("unheard", "of");
    document.getJsonObject("data").getJsonArray("entries").add(strange);
    hub.close();
    Files.writeString(hub.directory.resolve("core.config_entries"), document.encode());

    hub = EntriesHub.start(config).setUpAll();
    hub.addEntry("i");

    assertThat(hub.get(ENTRY).list()).hasSize(2);
    assertThat(hub.stored().getJsonObject("data").getJsonArray("entries").getJsonObject(2))
        .isEqualTo(strange);
  }

  @Test
  void two_entries_about_the_same_thing_are_an_issue_until_one_is_removed() throws Exception {
    String entry = hub.addEntry("h");
    JsonObject document = hub.stored();
    JsonArray stored = document.getJsonObject("data").getJsonArray("entries");
    stored.add(stored.getJsonObject(0).copy().put("entry_id", "twin").put("title", "twin"));
    hub.close();
    Files.writeString(hub.directory.resolve("core.config_entries"), document.encode());

    hub = EntriesHub.start(config).setUpAll();
    JsonObject issue =
        hub.issues(
                each ->
                    each.getString("translation_key").equals("config_entry_unique_id_collision"))
            .get(0);
    assertThat(issue.getString("issue_id")).isEqualTo("config_entry_unique_id_collision_fixture_h");
    assertThat(issue.getString("domain")).isEqualTo("homeassistant");
    hub.delete(ENTRY + "/" + entry);

    assertThat(hub.issues(each -> true)).isEmpty();
  }

  @Test
  void an_entry_that_cannot_be_saved_is_not_made_and_the_form_stays() throws Exception {
    String flow = hub.startFlow();
    Path inTheWay = hub.directory.resolve("core.config_entries.new");
    Files.createDirectories(inTheWay.resolve("full"));

    assertNotSaved(hub.post(FLOW + "/" + flow, form("h", "good")));
    assertThat(hub.get(FLOW + "/" + flow).json().getString("type")).isEqualTo("form");
    assertThat(hub.get(ENTRY).list()).isEmpty();
    Files.delete(inTheWay.resolve("full"));
    Files.delete(inTheWay);
    assertThat(hub.post(FLOW + "/" + flow, form("h", "good")).json().getString("type"))
        .isEqualTo("create_entry");
  }

  private static void assertNotSaved(EntriesHub.Answer answer) {
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().getString("message"))
        .isEqualTo(
            "The change could not be saved, so nothing was changed. See to it that the disk is not full, and try again.");
  }

  @Test
  void an_entry_whose_change_cannot_be_saved_stays_as_it_was_and_the_form_stays() throws Exception {
    String entry = hub.addEntry("h");
    String flow =
        hub.post(FLOW, new JsonObject().put("handler", "fixture").put("entry_id", entry))
            .json()
            .getString("flow_id");
    Path inTheWay = hub.directory.resolve("core.config_entries.new");
    Files.createDirectories(inTheWay.resolve("full"));

    assertNotSaved(hub.post(FLOW + "/" + flow, form("changed", "good")));
    assertThat(single(entry).getString("title")).isEqualTo("h");
    assertThat(
            hub.command(
                    "config_entries/update",
                    new JsonObject().put("entry_id", entry).put("title", "new"))
                .getJsonObject("error")
                .getString("message"))
        .startsWith("The change could not be saved");
    Files.delete(inTheWay.resolve("full"));
    Files.delete(inTheWay);
    assertThat(hub.post(FLOW + "/" + flow, form("changed", "good")).json().getString("reason"))
        .isEqualTo("reconfigure_successful");
    assertThat(single(entry).getString("title")).isEqualTo("changed");
  }

  @Test
  void of_two_stored_entries_with_one_id_both_are_kept_and_an_issue_tells(@TempDir Path other)
      throws Exception {
    hub.addEntry("first");
    JsonObject document = hub.stored();
    JsonArray stored = document.getJsonObject("data").getJsonArray("entries");
    stored.add(stored.getJsonObject(0).copy().put("title", "second"));
    Files.createDirectories(other.resolve(".storage"));
    Files.writeString(other.resolve(".storage/core.config_entries"), document.encode());

    try (EntriesHub started = EntriesHub.start(other).setUpAll()) {
      assertThat(started.get(ENTRY).list()).hasSize(1);
      assertThat(started.issues(issue -> true))
          .extracting(issue -> issue.getString("translation_key"))
          .containsExactly("config_entries_not_understood");
      started.addEntry("third");
      assertThat(started.stored().encode()).contains("first", "second", "third");
    }
  }
}
