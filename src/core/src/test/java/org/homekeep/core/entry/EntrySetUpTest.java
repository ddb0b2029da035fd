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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.homekeep.api.Cancellable;
import org.homekeep.api.entry.ConfigEntryAuthFailed;
import org.homekeep.api.entry.ConfigEntryError;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.Test;

/** Entries that are set up, and what can come of that. */
class EntrySetUpTest extends StartedEntriesTest {
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
