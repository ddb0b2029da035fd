package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.ConfigEntryAuthFailed;
import org.homekeep.api.entry.ConfigEntryException;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.issue.Severity;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an entry at each answer of B2: the tables of b2-and-cloud.md §A.5 and §A.6. */
class SetUpStatesTest extends EmulatorTest {

  @ParameterizedTest(name = "{0} {1} asks for another key: {2}")
  @CsvSource({
    "401, unauthorized, true, invalid_credentials",
    "401, bad_auth_token, true, invalid_credentials",
    "401, expired_auth_token, true, invalid_credentials",
    "401, unsupported, false, bad_request",
    "400, bad_request, false, bad_request",
    "403, transaction_cap_exceeded, false, bad_request",
    "404, not_found, false, unknown",
    "408, request_timeout, false, cannot_connect",
    "409, conflict, false, unknown",
    "429, too_many_requests, false, cannot_connect",
    "500, internal_error, false, cannot_connect",
    "502, bad_gateway, false, cannot_connect",
    "503, service_unavailable, false, cannot_connect",
    "504, gateway_timeout, false, cannot_connect",
  })
  void each_answer_leads_to_another_key_or_to_another_try(
      int status, String code, boolean needsKey, String text) throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, ""));
    for (String call : List.of("b2_authorize_account", "b2_list_buckets")) {
      fault(FaultRule.error(call, status, code));

      ConfigEntryException failure = refused(entry);

      assertThat(failure)
          .as(call)
          .isInstanceOf(needsKey ? ConfigEntryAuthFailed.class : ConfigEntryNotReady.class);
      assertThat(failure.translationKey()).contains(text);
      assertThat(failure.placeholders().containsKey("error_message"))
          .isEqualTo(text.equals("bad_request"));
      assertNothingIsLeft();
    }
    assertThat(setUp(entry).backupAgents()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESET", "TRUNCATE"})
  void a_connection_that_breaks_leads_to_another_try(FaultAction action) throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, ""));
    fault(FaultRule.of("b2_authorize_account", action).times(10));

    ConfigEntryException failure = refused(entry);

    assertThat(failure).isInstanceOf(ConfigEntryNotReady.class);
    assertThat(failure.translationKey()).contains("cannot_connect");
    assertNothingIsLeft();
  }

  @ParameterizedTest(name = "a key that is {0}")
  @CsvSource({
    "deleted, invalid_credentials",
    "expired, invalid_credentials",
    "without the right to write, invalid_capability",
    "for another prefix, invalid_prefix",
  })
  void a_key_that_cannot_do_it_asks_for_another(String what, String text) throws Exception {
    ApplicationKey key =
        hub.await(
            b2.createKey(
                what.contains("write")
                    ? List.of("listBuckets", "listFiles", "readFiles")
                    : READ_AND_WRITE,
                List.of(BUCKET),
                what.contains("prefix") ? Optional.of("elsewhere/") : Optional.empty(),
                Optional.of(Duration.ofMinutes(5))));
    if (what.equals("deleted")) {
      hub.await(b2.deleteKey(key.keyId()));
    } else if (what.equals("expired")) {
      hub.await(b2.advanceClock(Duration.ofMinutes(6)));
    }

    ConfigEntryException failure = refused(entry(input(key, BUCKET, "ha/")));

    assertThat(failure).isInstanceOf(ConfigEntryAuthFailed.class);
    assertThat(failure.translationKey()).contains(text);
    assertNothingIsLeft();
  }

  private ConfigEntryException refused(ConfigEntry entry) throws Exception {
    Throwable failure = failureOf(hub.start(() -> integration.setUp(entry, hub)));
    assertThat(failure).isInstanceOf(ConfigEntryException.class);
    return (ConfigEntryException) failure;
  }

  private void assertNothingIsLeft() {
    assertThat(hub.shownIssues()).isEmpty();
    assertThat(hub.armedTimers()).isEmpty();
  }

  @ParameterizedTest(name = "after {0}: {1}")
  @CsvSource({
    "the key was deleted, reauth",
    "the key has expired, reauth",
    "the bucket was deleted, bucket_not_found",
    "the only bucket of the key was deleted, bucket_not_found",
    "one of two buckets of the key was deleted, bucket_access_restricted",
    "401 unauthorized, reauth",
    "400 bad_request, nothing",
    "403 transaction_cap_exceeded, nothing",
    "409 conflict, nothing",
    "429 too_many_requests, nothing",
    "500 internal_error, nothing",
    "nothing, nothing",
  })
  void the_regular_check_asks_b2_and_tells_what_a_person_can_mend(String what, String told)
      throws Exception {
    String bucket = "doomed-bucket";
    hub.await(b2.createBucket(bucket));
    List<String> buckets =
        what.contains("only")
            ? List.of(bucket)
            : what.contains("two") ? List.of(bucket, BUCKET) : List.of();
    ApplicationKey key =
        hub.await(
            b2.createKey(
                READ_AND_WRITE, buckets, Optional.empty(), Optional.of(Duration.ofDays(2))));
    setUp(entry(input(key, bucket, "")));
    forgetCalls();
    if (what.equals("the key was deleted")) {
      hub.await(b2.deleteKey(key.keyId()));
    } else if (what.endsWith("expired")) {
      hub.await(b2.advanceClock(Duration.ofDays(3)));
    } else if (what.endsWith("was deleted")) {
      hub.await(b2.deleteBucket(bucket));
    } else if (!what.equals("nothing")) {
      List<String> answer = List.of(what.split(" "));
      int status = Integer.parseInt(answer.get(0));
      fault(FaultRule.error("b2_list_buckets", status, answer.get(1)).times(10));
    }

    checkNow();

    assertThat(calls()).startsWith("b2_authorize_account");
    if (told.equals("nothing")) {
      assertThat(calls()).containsExactly("b2_authorize_account", "b2_list_buckets");
    }
    assertThat(hub.reauths()).isEqualTo(told.equals("reauth") ? List.of("01ENTRY") : List.of());
    assertThat(hub.shownIssues().keySet().stream().filter(it -> it.startsWith("bucket_")))
        .isEqualTo(told.startsWith("bucket_") ? List.of(told + "_01ENTRY") : List.of());
    checkAgain(told);
  }

  /** A second check tells nothing twice. */
  private void checkAgain(String told) throws Exception {
    checkNow();

    assertThat(hub.shownIssues().keySet().stream().filter(it -> it.startsWith("bucket_")))
        .hasSize(told.startsWith("bucket_") ? 1 : 0);
  }

  @Test
  void the_issue_of_a_missing_bucket_names_it() throws Exception {
    ConfigEntry entry = entry(input(key(READ_AND_WRITE, List.of(), ""), "no-such-bucket", ""));

    refused(entry.withTitle("Attic"));

    assertThat(hub.shownIssues().get("bucket_not_found_01ENTRY"))
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
                          "title", "Attic",
                          "bucket_name", "no-such-bucket",
                          "entry_id", "01ENTRY"));
            });
  }

  @Test
  void a_key_for_this_bucket_ends_the_issue_that_there_was_one_for_another() throws Exception {
    hub.await(b2.createBucket("other-bucket"));
    refused(entry(input(key(READ_AND_WRITE, List.of("other-bucket"), ""), BUCKET, "")));
    assertThat(hub.shownIssues()).containsOnlyKeys("bucket_access_restricted_01ENTRY");

    setUp(entry(input(readAndWriteKey(), BUCKET, "")));

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void an_issue_takes_the_place_of_the_other_one() throws Exception {
    ApplicationKey all = key(READ_AND_WRITE, List.of(), "");
    refused(entry(input(all, "no-such-bucket", "")));
    refused(entry(input(readAndWriteKey(), "no-such-bucket", "")));
    assertThat(hub.shownIssues()).containsOnlyKeys("bucket_access_restricted_01ENTRY");

    refused(entry(input(all, "no-such-bucket", "")));

    assertThat(hub.shownIssues()).containsOnlyKeys("bucket_not_found_01ENTRY");
  }

  @Test
  void removing_an_entry_deletes_no_backup() throws Exception {
    ConfigEntry entry = entry();
    LoadedEntry loaded = setUp(entry);
    BackupAgent agent = loaded.backupAgents().get(0);
    store(agent, upload("aaaa1111", bytes(100)));
    List<String> before = names();

    hub.await(loaded::unload);
    integration.removed(entry, hub);
    hub.await(hub.blockingIdle());

    assertThat(names()).hasSize(2).isEqualTo(before);
    assertThat(calls()).doesNotContain("b2_delete_file_version", "b2_hide_file");
  }
}
