package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.ENTRY;
import static org.homekeep.core.fixture.EntriesHub.FLOW;
import static org.homekeep.core.fixture.EntriesHub.form;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.homekeep.api.Cancellable;
import org.homekeep.api.EntryCache;
import org.homekeep.api.entry.ConfigEntryAuthFailed;
import org.homekeep.api.entry.ConfigEntryError;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.core.fixture.FakeSocket;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of framework.md §3 and §5 about config entries. */
class ConfigEntryLifeTest {
  private Path config;
  private EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path directory) {
    config = directory;
    hub = EntriesHub.start(config);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject single(String entryId) {
    return hub.command("config_entries/get_single", new JsonObject().put("entry_id", entryId))
        .getJsonObject("result")
        .getJsonObject("config_entry");
  }

  private void restart() {
    hub.close();
    hub = EntriesHub.start(config).setUpAll();
  }

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
  void not_ready_is_tried_again_with_growing_pauses_until_it_works() {
    hub.fixture.onSetUp =
        entry ->
            Future.failedFuture(
                new ConfigEntryNotReady(
                    "The service is away.", "cannot_connect", Map.of("a", "b")));
    String entry = hub.addEntry("h");
    JsonObject shown = single(entry);
    assertThat(shown.getString("state")).isEqualTo("setup_retry");
    assertThat(shown.getString("reason")).isEqualTo("The service is away.");
    assertThat(shown.getString("error_reason_translation_key")).isEqualTo("cannot_connect");
    assertThat(shown.getJsonObject("error_reason_translation_placeholders"))
        .isEqualTo(new JsonObject().put("a", "b"));

    // 5, 10, 20, 40, 80, 160, 320 and then 600 s, each at most 5 % longer.
    for (int seconds : List.of(5, 10, 20, 40, 80, 160, 320, 600, 600)) {
      int before = hub.fixture.setUps.get();
      hub.advance(Duration.ofSeconds(seconds - 1));
      assertThat(hub.fixture.setUps).hasValue(before);
      hub.advance(Duration.ofSeconds(1 + seconds / 20 + 1));
      hub.awaitState(entry, EntryState.SETUP_RETRY);
      assertThat(hub.fixture.setUps).hasValue(before + 1);
    }
    hub.fixture.onSetUp = again -> Future.succeededFuture(hub.fixture.loaded());
    hub.advance(Duration.ofSeconds(631));
    hub.awaitState(entry, EntryState.LOADED);
    assertThat(single(entry).getString("reason")).isNull();
  }

  @Test
  void a_service_that_says_when_it_may_be_asked_again_is_not_asked_before() {
    hub.fixture.onSetUp =
        entry ->
            Future.failedFuture(
                new ConfigEntryNotReady(
                    "Too often.", "busy", Map.of(), Optional.of(Duration.ofMinutes(30))));
    String entry = hub.addEntry("h");
    hub.fixture.onSetUp = again -> Future.succeededFuture(hub.fixture.loaded());

    hub.advance(Duration.ofMinutes(29));
    assertThat(hub.<Integer>onContext(hub.fixture.setUps::get)).isEqualTo(1);
    hub.advance(Duration.ofMinutes(3));
    hub.awaitState(entry, EntryState.LOADED);
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
  void an_error_is_not_tried_again() {
    hub.fixture.onSetUp =
        entry -> Future.failedFuture(new ConfigEntryError("The bucket is of another world."));
    String entry = hub.addEntry("h");

    hub.advance(Duration.ofHours(1));

    assertThat(single(entry).getString("state")).isEqualTo("setup_error");
    assertThat(single(entry).getString("reason")).isEqualTo("The bucket is of another world.");
    assertThat(hub.fixture.setUps).hasValue(1);
  }

  @Test
  void any_other_failure_is_a_set_up_error_without_a_reason() {
    hub.fixture.onSetUp =
        entry -> {
          throw new IllegalArgumentException("Nobody foresaw this.");
        };

    String entry = hub.addEntry("h");

    assertThat(single(entry).getString("state")).isEqualTo("setup_error");
    assertThat(single(entry).getString("reason")).isNull();
  }

  @Test
  void a_set_up_that_hangs_is_given_up_and_undone_when_it_comes_late() {
    Promise<LoadedEntry> never = Promise.promise();
    Promise<Boolean> undone = Promise.promise();
    Promise<Boolean> begun = Promise.promise();
    hub.fixture.onSetUp =
        entry -> {
          begun.complete(true);
          return never.future();
        };
    hub.fixture.onUnload =
        loaded -> {
          undone.tryComplete(true);
          return Future.succeededFuture();
        };
    String flow = hub.startFlow();
    Future<EntriesHub.Answer> made =
        hub.send(HttpMethod.POST, FLOW + "/" + flow, form("h", "good"));
    EntriesHub.settle(begun.future());

    hub.advance(Duration.ofSeconds(61));

    JsonObject result = EntriesHub.settle(made).json().getJsonObject("result");
    assertThat(result.getString("state")).isEqualTo("setup_retry");
    assertThat(result.getString("reason")).contains("did not finish its set-up");
    never.complete(hub.fixture.loaded());
    assertThat(EntriesHub.settle(undone.future())).isTrue();
  }

  @Test
  void an_entry_of_another_major_version_is_a_migration_error_and_cannot_be_reloaded()
      throws Exception {
    hub.addEntry("h");
    JsonObject document = hub.stored();
    hub.close();
    JsonObject stored = document.getJsonObject("data").getJsonArray("entries").getJsonObject(0);
    stored.put("version", 2);
    Files.writeString(hub.directory.resolve("core.config_entries"), document.encode());
    hub = EntriesHub.start(config).setUpAll();
    String entry = stored.getString("entry_id");

    assertThat(single(entry).getString("state")).isEqualTo("migration_error");
    EntriesHub.Answer reload = hub.post(ENTRY + "/" + entry + "/reload", new JsonObject());
    assertThat(reload.status()).isEqualTo(403);
    assertThat(reload.json().getString("message")).isEqualTo("Entry cannot be reloaded");
    assertThat(hub.fixture.setUps).hasValue(0);
  }

  @Test
  void refused_credentials_start_one_reauth_flow_with_an_issue_that_mends_the_entry() {
    hub.fixture.onSetUp =
        entry -> Future.failedFuture(new ConfigEntryAuthFailed("The token is refused."));
    String entry = hub.addEntry("h");
    hub.awaitReauthFlow("");
    hub.fixture.context.orElseThrow().startReauth(entry);
    JsonArray open =
        hub.command("config_entries/flow/progress", new JsonObject()).getJsonArray("result");
    assertThat(open).hasSize(1);
    JsonObject flow = open.getJsonObject(0);
    assertThat(flow.getString("step_id")).isEqualTo("reauth_confirm");
    assertThat(flow.getJsonObject("context"))
        .isEqualTo(
            new JsonObject()
                .put("source", "reauth")
                .put("entry_id", entry)
                .put("unique_id", "h")
                .put("title_placeholders", new JsonObject().put("name", "h")));
    String issueId = "config_entry_reauth_fixture_" + entry;
    assertThat(hub.issues(issue -> issue.getString("issue_id").equals(issueId)))
        .extracting(issue -> issue.getString("issue_domain"))
        .containsExactly("fixture");

    hub.fixture.onSetUp = again -> Future.succeededFuture(hub.fixture.loaded());
    JsonObject end =
        hub.post(FLOW + "/" + flow.getString("flow_id"), form("h", "new-token")).json();

    assertThat(end.getString("reason")).isEqualTo("reauth_successful");
    assertThat(hub.state(entry)).isEqualTo("loaded");
    assertThat(hub.stored().encode()).contains("new-token");
    assertThat(hub.issues(issue -> true)).isEmpty();
  }

  @Test
  void a_reauth_flow_waits_longer_than_an_hour_for_its_user() {
    hub.fixture.onSetUp =
        entry -> Future.failedFuture(new ConfigEntryAuthFailed("The token is refused."));
    hub.addEntry("h");
    hub.awaitReauthFlow("");
    hub.advance(Duration.ofDays(2));

    assertThat(hub.command("config_entries/flow/progress", new JsonObject()).getJsonArray("result"))
        .hasSize(1);
  }

  @Test
  void credentials_refused_again_after_a_reauth_ask_again() {
    hub.fixture.onSetUp =
        entry -> Future.failedFuture(new ConfigEntryAuthFailed("The token is refused."));
    hub.addEntry("h");
    String first = hub.awaitReauthFlow("");

    hub.post(FLOW + "/" + first, form("h", "new-token"));

    assertThat(hub.awaitReauthFlow(first)).isNotEqualTo(first);
    assertThat(hub.issues(issue -> true)).hasSize(1);
  }

  @Test
  void reload_unloads_and_sets_up_again() {
    String entry = hub.addEntry("h");

    EntriesHub.Answer answer = hub.post(ENTRY + "/" + entry + "/reload", new JsonObject());

    assertThat(answer.json()).isEqualTo(new JsonObject().put("require_restart", false));
    assertThat(hub.fixture.setUps).hasValue(2);
    assertThat(hub.fixture.unloads).hasValue(1);
  }

  @Test
  void twenty_reloads_at_once_are_harmless() {
    String entry = hub.addEntry("h");

    List<Future<EntriesHub.Answer>> reloads =
        IntStream.range(0, 20)
            .mapToObj(
                i -> hub.send(HttpMethod.POST, ENTRY + "/" + entry + "/reload", new JsonObject()))
            .toList();

    assertThat(reloads)
        .allSatisfy(reload -> assertThat(EntriesHub.settle(reload).status()).isEqualTo(200));
    assertThat(hub.state(entry)).isEqualTo("loaded");
    assertThat(hub.fixture.unloads.get()).isEqualTo(hub.fixture.setUps.get() - 1);
    assertThat(hub.fixture.setUps.get()).isLessThan(20);
  }

  @Test
  void reloading_and_removing_what_is_not_there_is_404() {
    EntriesHub.Answer removed = hub.delete(ENTRY + "/none");

    assertThat(removed.status()).isEqualTo(404);
    assertThat(removed.json().getString("message")).isEqualTo("Invalid entry specified");
    assertThat(hub.post(ENTRY + "/none/reload", new JsonObject()).status()).isEqualTo(404);
  }

  @Test
  void an_unload_that_fails_needs_a_restart() {
    hub.fixture.onUnload =
        loaded -> Future.failedFuture(new IllegalStateException("It does not let go."));
    String entry = hub.addEntry("h");

    EntriesHub.Answer answer = hub.post(ENTRY + "/" + entry + "/reload", new JsonObject());

    assertThat(answer.json()).isEqualTo(new JsonObject().put("require_restart", true));
    assertThat(single(entry).getString("state")).isEqualTo("failed_unload");
    assertThat(single(entry).getString("reason")).isEqualTo("It does not let go.");
    assertThat(hub.delete(ENTRY + "/" + entry).json())
        .isEqualTo(new JsonObject().put("require_restart", true));
  }

  @Test
  void removing_an_entry_unloads_it_tells_the_integration_and_clears_its_issues() {
    List<String> removed = new CopyOnWriteArrayList<>();
    hub.fixture.onRemoved = entry -> removed.add(entry.entryId());
    String entry = hub.addEntry("h");
    hub.fixture
        .context
        .orElseThrow()
        .issues()
        .report(Issue.of("broken_" + entry, Severity.ERROR, "broken", Map.of()));
    assertThat(hub.issues(issue -> true)).hasSize(1);

    EntriesHub.Answer answer = hub.delete(ENTRY + "/" + entry);

    assertThat(answer.json()).isEqualTo(new JsonObject().put("require_restart", false));
    assertThat(removed).containsExactly(entry);
    assertThat(hub.fixture.unloads).hasValue(1);
    assertThat(hub.issues(issue -> true)).isEmpty();
    assertThat(hub.stored().getJsonObject("data").getJsonArray("entries")).isEmpty();
    assertThat(hub.get(ENTRY).list()).isEmpty();
  }

  @Test
  void what_an_integration_found_out_for_an_entry_is_kept_until_that_is_removed() throws Exception {
    String entry = hub.addEntry("h");
    hub.fixture.context.orElseThrow().cache(entry).write(new byte[] {1});
    restart();
    EntryCache cache = hub.fixture.context.orElseThrow().cache(entry);
    assertThat(cache.read()).hasValue(new byte[] {1});

    hub.delete(ENTRY + "/" + entry);

    assertThat(cache.read()).isEmpty();
  }

  @Test
  void what_an_integration_reports_of_a_removed_entry_stays() {
    hub.fixture.onRemoved =
        entry ->
            hub.fixture
                .context
                .orElseThrow()
                .issues()
                .report(Issue.of("left_" + entry.entryId(), Severity.WARNING, "broken", Map.of()));
    String entry = hub.addEntry("h");

    hub.delete(ENTRY + "/" + entry);

    assertThat(hub.issues(issue -> true)).hasSize(1);
  }

  @Test
  void a_removal_hook_that_throws_does_not_keep_the_entry() {
    hub.fixture.onRemoved =
        entry -> {
          throw new IllegalStateException("The fixture was told to throw.");
        };
    String entry = hub.addEntry("h");

    assertThat(hub.delete(ENTRY + "/" + entry).status()).isEqualTo(200);
    assertThat(hub.get(ENTRY).list()).isEmpty();
  }

  @Test
  void a_disabled_entry_is_not_loaded_not_even_after_a_restart() {
    String entry = hub.addEntry("h");
    JsonObject fields = new JsonObject().put("entry_id", entry);

    JsonObject answer = hub.command("config_entries/disable", fields.put("disabled_by", "user"));

    assertThat(answer.getJsonObject("result"))
        .isEqualTo(new JsonObject().put("require_restart", false));
    restart();
    assertThat(hub.state(entry)).isEqualTo("not_loaded");
    assertThat(hub.fixture.setUps).hasValue(0);
    hub.command("config_entries/disable", fields.putNull("disabled_by"));
    assertThat(hub.state(entry)).isEqualTo("loaded");
  }

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
  void only_loaded_entries_offer_agents_and_every_change_is_told() {
    List<String> told = new CopyOnWriteArrayList<>();
    hub.onContext(() -> hub.entries.onStateChange(told::add));
    String entry = hub.addEntry("h");
    assertThat(agents()).containsExactly("fixture.memory");
    int whileLoaded = told.size();

    hub.command(
        "config_entries/disable",
        new JsonObject().put("entry_id", entry).put("disabled_by", "user"));

    assertThat(agents()).isEmpty();
    assertThat(told).hasSizeGreaterThan(whileLoaded).containsOnly("fixture");
  }

  @Test
  void a_listener_that_throws_does_not_stop_an_entry() {
    hub.onContext(
        () ->
            hub.entries.onStateChange(
                domain -> {
                  throw new IllegalStateException("The listener was told to throw.");
                }));

    assertThat(hub.state(hub.addEntry("h"))).isEqualTo("loaded");
  }

  private List<String> agents() {
    return hub.onContext(
        () -> hub.entries.loadedAgents().stream().map(agent -> agent.agentId()).toList());
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
            "The change could not be saved, so nothing was changed. See to it that the disk is not"
                + " full, and try again.");
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

  @Test
  void a_reason_never_shows_a_secret_of_the_entry() {
    hub.fixture.onSetUp =
        entry ->
            Future.failedFuture(
                new ConfigEntryError("Bad token " + entry.data().secret("token").reveal()));

    assertThat(single(hub.addEntry("h")).getString("reason")).isEqualTo("Bad token **REDACTED**");
  }

  @Test
  void a_repeated_action_goes_on_when_it_throws_and_ends_when_it_is_cancelled() throws Exception {
    hub.addEntry("h");
    BlockingQueue<Integer> calls = new LinkedBlockingQueue<>();
    Cancellable repeated =
        hub.fixture
            .context
            .orElseThrow()
            .every(
                Duration.ofMinutes(1),
                () -> {
                  calls.add(1);
                  throw new IllegalStateException("The fixture was told to throw.");
                });
    hub.advance(Duration.ofMinutes(1));
    assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
    settled();
    hub.advance(Duration.ofMinutes(1));
    assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(1);

    repeated.cancel();
    hub.advance(Duration.ofMinutes(2));
    settled();

    assertThat(calls).isEmpty();
  }

  /** Waits until what the integration's own context was given before has been done. */
  private void settled() {
    EntriesHub.settle(
        hub.fixture.context.orElseThrow().blocking(() -> true).compose(Future::succeededFuture));
  }

  @Test
  void a_repeated_action_that_is_not_done_yet_is_not_begun_again() throws Exception {
    hub.addEntry("h");
    BlockingQueue<Integer> calls = new LinkedBlockingQueue<>();
    CountDownLatch open = new CountDownLatch(1);
    hub.fixture
        .context
        .orElseThrow()
        .every(
            Duration.ofMinutes(1),
            () -> {
              calls.add(1);
              awaitOpen(open);
            });
    hub.advance(Duration.ofMinutes(5));
    assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo(1);

    open.countDown();
    settled();

    assertThat(calls).isEmpty();
  }

  private static void awaitOpen(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void a_set_up_that_blocks_all_its_threads_stops_neither_the_hub_nor_its_end() {
    hub.fixture.onSetUp =
        entry -> {
          hub.fixture.block();
          return Future.succeededFuture(hub.fixture.loaded());
        };
    // Started before, because the blocked threads are those that flows need as well.
    List<String> flows = IntStream.range(0, 4).mapToObj(i -> hub.startFlow()).toList();
    for (int i = 0; i < 4; i++) {
      hub.send(HttpMethod.POST, FLOW + "/" + flows.get(i), form("h" + i, "good"));
      hub.awaitEntries(i + 1, EntryState.SETUP_IN_PROGRESS);
    }

    assertThat(hub.get(ENTRY).status()).isEqualTo(200);
    Future<Void> stopping = hub.begin(hub.entries::stop);
    hub.advance(Duration.ofSeconds(11));
    EntriesHub.settle(stopping);
  }

  @Test
  void an_integration_gets_its_settings_and_own_threads() {
    hub.addEntry("h");
    var context = hub.fixture.context.orElseThrow();

    assertThat(context.setting(FixtureIntegration.PAUSE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(EntriesHub.settle(context.blocking(() -> Thread.currentThread().getName())))
        .startsWith("homekeep-integration-fixture");
    assertThat(Optional.of(context.clock().instant())).contains(hub.clock.instant());
  }
}
