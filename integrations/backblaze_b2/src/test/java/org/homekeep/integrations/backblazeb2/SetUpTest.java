package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.ConfigEntryAuthFailed;
import org.homekeep.api.entry.ConfigEntryError;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.issue.Severity;
import org.homekeep.api.schema.Values;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;

class SetUpTest extends EmulatorTest {
  private static final String NOT_FOUND = "bucket_not_found_01ENTRY";

  @Test
  void a_loaded_entry_offers_one_agent() throws Exception {
    BackupAgent agent = agent(entry(input(readAndWriteKey(), BUCKET, "")).withTitle("Attic"));

    assertThat(agent.agentId()).isEqualTo("backblaze_b2.01ENTRY");
    assertThat(agent.name()).isEqualTo("Attic");
    assertThat(hub.shownIssues()).isEmpty();
    assertThat(hub.armedTimers()).containsExactly(Duration.ofMinutes(30));
  }

  @Test
  void a_refused_key_asks_for_another() throws Exception {
    ConfigEntry entry = entry(input("key", "wrong", BUCKET, ""));

    assertThatExceptionOfType(ConfigEntryAuthFailed.class)
        .isThrownBy(() -> setUp(entry))
        .satisfies(failure -> assertThat(failure.translationKey()).contains("invalid_credentials"));
    assertThat(hub.shownIssues()).isEmpty();
    assertThat(hub.armedTimers()).isEmpty();
  }

  @Test
  void an_entry_that_lacks_data_is_an_error() throws Exception {
    ConfigEntry whole = entry(input("key", "secret", BUCKET, ""));

    assertThatExceptionOfType(ConfigEntryError.class)
        .isThrownBy(() -> setUp(whole.withData(Values.empty())));
  }

  @Test
  void a_key_for_another_bucket_is_an_issue_and_is_tried_again() throws Exception {
    hub.await(b2.createBucket("other-bucket"));
    ConfigEntry entry = entry(input(readAndWriteKey(), "other-bucket", ""));

    assertThatExceptionOfType(ConfigEntryNotReady.class)
        .isThrownBy(() -> setUp(entry))
        .satisfies(
            failure -> {
              assertThat(failure.translationKey()).contains("restricted_bucket");
              assertThat(failure.placeholders())
                  .isEqualTo(Map.of("restricted_bucket_name", BUCKET));
            });
    assertThat(hub.shownIssues().get("bucket_access_restricted_01ENTRY"))
        .satisfies(
            issue -> {
              assertThat(issue.severity()).isEqualTo(Severity.ERROR);
              assertThat(issue.fixable()).isFalse();
              assertThat(issue.persistent()).isFalse();
              assertThat(issue.issueDomain()).contains("backblaze_b2");
              assertThat(issue.placeholders())
                  .isEqualTo(
                      Map.of(
                          "brand_name", "Backblaze B2",
                          "title", "other-bucket",
                          "bucket_name", BUCKET,
                          "entry_id", "01ENTRY"));
            });
  }

  @Test
  void a_missing_bucket_is_an_issue_and_is_tried_again() throws Exception {
    ConfigEntry entry = entry(input(key(READ_AND_WRITE, List.of(), ""), "no-such-bucket", ""));

    assertThatExceptionOfType(ConfigEntryNotReady.class)
        .isThrownBy(() -> setUp(entry))
        .satisfies(failure -> assertThat(failure.translationKey()).contains("invalid_bucket_name"));
    assertThat(hub.shownIssues()).containsOnlyKeys("bucket_not_found_01ENTRY");
  }

  @Test
  void an_issue_goes_by_itself_when_the_next_set_up_succeeds() throws Exception {
    ConfigEntry entry = entry(input(key(READ_AND_WRITE, List.of(), ""), "late-bucket", ""));
    assertThatExceptionOfType(ConfigEntryNotReady.class).isThrownBy(() -> setUp(entry));

    hub.await(b2.createBucket("late-bucket"));
    setUp(entry);

    assertThat(hub.shownIssues()).doesNotContainKey(NOT_FOUND);
  }

  @Test
  void the_regular_check_notices_a_bucket_that_was_deleted() throws Exception {
    hub.await(b2.createBucket("doomed-bucket"));
    setUp(entry(input(key(READ_AND_WRITE, List.of(), ""), "doomed-bucket", "")));
    hub.await(b2.deleteBucket("doomed-bucket"));

    checkNow();

    assertThat(hub.shownIssues()).containsKey(NOT_FOUND);
    assertThat(hub.reauths()).isEmpty();

    hub.await(b2.createBucket("doomed-bucket"));
    checkNow();

    assertThat(hub.shownIssues()).doesNotContainKey(NOT_FOUND);
  }

  @Test
  void the_regular_check_stays_silent_while_b2_is_down() throws Exception {
    setUp(entry(input(readAndWriteKey(), BUCKET, "")));
    fault(FaultRule.error("*", 503, "service_unavailable").times(10));

    checkNow();

    assertThat(hub.reauths()).isEmpty();
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void unloading_ends_the_check_and_the_connections() throws Exception {
    LoadedEntry loaded = setUp(entry(input(readAndWriteKey(), BUCKET, "")));

    hub.await(loaded::unload);

    assertThat(hub.armedTimers()).isEmpty();
    assertThat(failureOf(hub.start(() -> loaded.backupAgents().get(0).listBackups())))
        .hasMessageContaining("unloaded");
  }

  @Test
  void removing_an_entry_takes_its_issues_away() throws Exception {
    ConfigEntry entry = entry(input(key(READ_AND_WRITE, List.of(), ""), "no-such-bucket", ""));
    assertThatExceptionOfType(ConfigEntryNotReady.class).isThrownBy(() -> setUp(entry));

    integration.removed(entry, hub);

    assertThat(hub.shownIssues()).isEmpty();
  }
}
