package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.ENTRY;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.homekeep.api.EntryCache;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.Test;

/** The rows of framework.md §3 and §5 about entries that are reloaded, disabled and removed. */
class ConfigEntryLifeTest extends StartedEntriesTest {
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
    hub.fixture.onRemoved =
        entry -> {
          removed.add(entry.entryId());
          return Future.succeededFuture();
        };
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
        entry -> {
          hub.fixture
              .context
              .orElseThrow()
              .issues()
              .report(Issue.of("left_" + entry.entryId(), Severity.WARNING, "broken", Map.of()));
          return Future.succeededFuture();
        };
    String entry = hub.addEntry("h");

    hub.delete(ENTRY + "/" + entry);

    assertThat(hub.issues(issue -> true)).hasSize(1);
  }

  @Test
  void a_hub_that_dies_before_the_integration_has_cleaned_up_can_remove_the_entry_again()
      throws Exception {
    Promise<Void> cleaned = Promise.promise();
    CountDownLatch cleaning = new CountDownLatch(1);
    hub.fixture.onRemoved =
        entry -> {
          cleaning.countDown();
          return cleaned.future();
        };
    String entry = hub.addEntry("h");

    Future<EntriesHub.Answer> answer =
        hub.send(HttpMethod.DELETE, ENTRY + "/" + entry, new JsonObject());
    assertThat(cleaning.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(hub.get(ENTRY).list()).isEmpty();
    hub.addEntry("another");
    assertThat(storedIds()).hasSize(2).contains(entry);
    assertThat(hub.<Boolean>onContext(() -> hub.entries.areAllLoaded("fixture"))).isFalse();
    assertThat(answer.isComplete()).isFalse();

    cleaned.complete();
    assertThat(EntriesHub.settle(answer).status()).isEqualTo(200);
    assertThat(storedIds()).hasSize(1).doesNotContain(entry);
    assertThat(hub.<Boolean>onContext(() -> hub.entries.areAllLoaded("fixture"))).isTrue();
  }

  private List<String> storedIds() {
    return hub.stored().getJsonObject("data").getJsonArray("entries").stream()
        .map(each -> ((JsonObject) each).getString("entry_id"))
        .toList();
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
}
