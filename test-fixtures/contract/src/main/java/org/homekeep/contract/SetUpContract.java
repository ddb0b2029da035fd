package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.ConfigEntryException;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.issue.Issue;
import org.junit.jupiter.api.Test;

/**
 * What the set-up, the unloading and the diagnostics of every integration do (quality rules {@code
 * test-before-setup}, {@code config-entry-unloading}, {@code diagnostics}).
 */
public abstract class SetUpContract extends IntegrationContract {

  /** Makes the service unreachable, or refuse what it is asked, from now on. */
  protected abstract void breakService() throws Exception;

  @Test
  void an_entry_that_is_unloaded_leaves_no_timer_behind() throws Exception {
    LoadedEntry loaded = setUp(entry(rightInput()));

    hub().await(loaded::unload);

    assertThat(hub().armedTimers()).isEmpty();
  }

  @Test
  void an_entry_can_be_set_up_again_after_it_was_unloaded() throws Exception {
    ConfigEntry entry = entry(rightInput());
    hub().await(setUp(entry)::unload);

    LoadedEntry again = setUp(entry);

    assertThat(again).isNotNull();
    hub().await(again::unload);
  }

  @Test
  void the_agents_of_an_entry_are_of_its_domain_and_keep_their_ids() throws Exception {
    ConfigEntry entry = entry(rightInput());
    LoadedEntry loaded = setUp(entry);
    LoadedEntry again = setUp(entry);

    assertThat(loaded.backupAgents())
        .extracting(BackupAgent::domain)
        .allMatch(integration().domain()::equals);
    assertThat(loaded.backupAgents())
        .extracting(BackupAgent::agentId)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(
            again.backupAgents().stream().map(BackupAgent::agentId).toList());
    assertThat(loaded.backupAgents()).extracting(BackupAgent::name).noneMatch(String::isBlank);
  }

  @Test
  void a_service_that_is_broken_is_told_by_what_the_hub_is_to_do_next() throws Exception {
    ConfigEntry entry = entry(rightInput());
    breakService();

    Throwable told = catchThrowable(() -> setUp(entry));

    assertThat(told).isInstanceOf(ConfigEntryException.class);
    assertThat(integration().textKeys().exceptions())
        .as("declared keys of exceptions")
        .containsAll(((ConfigEntryException) told).translationKey().stream().toList());
    assertThat(hub().armedTimers()).isEmpty();
  }

  @Test
  void an_issue_about_a_broken_service_has_a_declared_key() throws Exception {
    ConfigEntry entry = entry(rightInput());
    breakService();

    assertThat(catchThrowable(() -> setUp(entry))).isNotNull();
    assertThat(hub().shownIssues().values())
        .extracting(Issue::translationKey)
        .allMatch(
            key ->
                integration().textKeys().issues().contains(key)
                    || integration().repairFlows(hub()).containsKey(key));
  }

  @Test
  void diagnostics_show_no_secret_and_can_be_written() throws Exception {
    ConfigEntry entry = entry(rightInput());
    LoadedEntry loaded = setUp(entry);

    assertSafe(entry, diagnostics(entry, Optional.of(loaded)));
    assertSafe(entry, diagnostics(entry, Optional.empty()));
  }

  @Test
  void diagnostics_do_not_fail_because_the_service_does() throws Exception {
    ConfigEntry entry = entry(rightInput());
    LoadedEntry loaded = setUp(entry);
    breakService();

    assertSafe(entry, diagnostics(entry, Optional.of(loaded)));
  }

  private JsonObject diagnostics(ConfigEntry entry, Optional<LoadedEntry> loaded) throws Exception {
    return hub().await(() -> integration().diagnostics(entry, loaded, hub()));
  }

  private static void assertSafe(ConfigEntry entry, JsonObject shown) {
    String text = shown.encode();
    for (Secret secret : entry.secrets()) {
      if (!secret.isEmpty()) {
        assertThat(text).doesNotContain(secret.reveal());
      }
    }
  }
}
