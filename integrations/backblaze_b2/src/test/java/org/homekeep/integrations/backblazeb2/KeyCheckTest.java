package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the form says of each answer of B2, and of each key: the table of b2-and-cloud.md §A.3. */
class KeyCheckTest extends FlowTest {

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "400, bad_request, bad_request",
    "400, bad_json, bad_request",
    "400, out_of_range, bad_request",
    "401, unauthorized, invalid_credentials",
    "401, bad_auth_token, invalid_credentials",
    "401, expired_auth_token, invalid_credentials",
    "401, missing_auth_token, invalid_credentials",
    "401, access_denied, invalid_credentials",
    "401, email_not_verified, bad_request",
    "401, no_payment_history, bad_request",
    "401, unsupported, bad_request",
    "403, cap_exceeded, bad_request",
    "403, storage_cap_exceeded, bad_request",
    "403, transaction_cap_exceeded, bad_request",
    "403, download_cap_exceeded, bad_request",
    "404, not_found, unknown",
    "408, request_timeout, cannot_connect",
    "409, conflict, unknown",
    "429, too_many_requests, cannot_connect",
    "500, internal_error, cannot_connect",
    "502, bad_gateway, cannot_connect",
    "503, service_unavailable, cannot_connect",
    "504, gateway_timeout, cannot_connect",
  })
  void each_answer_has_its_error_whichever_call_it_is_to(int status, String code, String error)
      throws Exception {
    ApplicationKey key = readAndWriteKey();
    for (String call : List.of("b2_authorize_account", "b2_list_buckets")) {
      fault(FaultRule.error(call, status, code).times(50));

      StepResult.ShowForm refused = form(submit(flow(), input(key, BUCKET, "")));

      assertThat(refused.errors()).as(call).containsExactly(Map.entry("base", error));
      if (error.equals("bad_request")) {
        assertThat(refused.placeholders().get("error_message")).endsWith(" (" + code + ")");
      }
      noFaults();
    }
  }

  @Test
  void a_bucket_that_goes_while_it_is_looked_for_is_missing() throws Exception {
    fault(FaultRule.error("b2_list_buckets", 400, "bad_bucket_id"));

    assertThat(form(submit(flow(), input(readAndWriteKey(), BUCKET, ""))).errors())
        .containsExactly(Map.entry("bucket", "invalid_bucket_name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_authorize_account", "b2_list_buckets"})
  void an_answer_that_breaks_off_is_told(String call) throws Exception {
    ApplicationKey key = readAndWriteKey();
    fault(FaultRule.of(call, FaultAction.TRUNCATE).afterBytes(20).times(50));

    assertThat(form(submit(flow(), input(key, BUCKET, ""))).errors())
        .containsExactly(Map.entry("base", "cannot_connect"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "deleted", "expired"})
  void a_key_that_is_no_key_any_more_is_told(String what) throws Exception {
    ApplicationKey key =
        hub.await(
            b2.createKey(
                READ_AND_WRITE,
                List.of(BUCKET),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(5))));
    switch (what) {
      case "deleted" -> hub.await(b2.deleteKey(key.keyId()));
      case "expired" -> hub.await(b2.advanceClock(Duration.ofMinutes(6)));
      default -> hub.await(b2.reset());
    }

    assertThat(form(submit(flow(), input(key, BUCKET, ""))).errors())
        .containsExactly(Map.entry("base", "invalid_credentials"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "listFiles readFiles writeFiles deleteFiles  | listBuckets",
        "listFiles                                   | listBuckets, readFiles, writeFiles",
        "listBuckets                                 | listFiles, readFiles, writeFiles",
        "listBuckets deleteFiles                     | listFiles, readFiles, writeFiles",
        "listBuckets writeFiles                      | listFiles, readFiles",
        "listBuckets readFiles deleteFiles           | listFiles, writeFiles",
        "listBuckets listFiles writeFiles deleteFiles | readFiles",
      })
  void all_that_a_key_lacks_is_named_in_order(String capabilities, String missing)
      throws Exception {
    ApplicationKey key = key(List.of(capabilities.split(" ")), List.of(BUCKET), "");

    StepResult.ShowForm refused = form(submit(flow(), input(key, BUCKET, "")));

    assertThat(refused.errors()).containsExactly(Map.entry("base", "invalid_capability"));
    assertThat(refused.placeholders()).containsEntry("missing_capabilities", missing);
  }

  @Test
  void a_key_that_cannot_delete_is_enough() throws Exception {
    ApplicationKey key =
        key(List.of("listBuckets", "listFiles", "readFiles", "writeFiles"), List.of(BUCKET), "");

    assertThat(submit(flow(), input(key, BUCKET, ""))).isInstanceOf(ConfigStep.CreateEntry.class);
  }

  @Test
  void of_a_key_for_another_bucket_b2_is_not_asked_for_this_one() throws Exception {
    StepResult.ShowForm refused =
        form(submit(flow(), input(readAndWriteKey(), "Home-Backups", "")));

    assertThat(refused.errors()).containsExactly(Map.entry("bucket", "restricted_bucket"));
    assertThat(refused.placeholders()).containsEntry("restricted_bucket_name", BUCKET);
    assertThat(calls()).containsExactly("b2_authorize_account");
  }

  @Test
  void of_several_buckets_those_that_are_left_are_named() throws Exception {
    hub.await(b2.createBucket("doomed-bucket"));
    ApplicationKey key = key(READ_AND_WRITE, List.of("doomed-bucket", BUCKET), "");
    hub.await(b2.deleteBucket("doomed-bucket"));

    StepResult.ShowForm refused = form(submit(flow(), input(key, "doomed-bucket", "")));

    assertThat(refused.errors()).containsExactly(Map.entry("bucket", "restricted_bucket"));
    assertThat(refused.placeholders()).containsEntry("restricted_bucket_name", BUCKET);
    assertThat(submit(flow(), input(key, BUCKET, ""))).isInstanceOf(ConfigStep.CreateEntry.class);
  }

  @ParameterizedTest(name = "{0} under a key for {1}")
  @CsvSource({
    "test, test/, true",
    "test/, test/, true",
    "test/inner, test/, true",
    "' test ', test/, true",
    "tester, test, true",
    "test, tes, true",
    "'', test/, false",
    "tests, test/, false",
    "Test, test/, false"
  })
  void the_prefix_is_compared_as_it_will_be_stored(String typed, String allowed, boolean fits)
      throws Exception {
    ApplicationKey key = key(READ_AND_WRITE, List.of(BUCKET), allowed);

    StepResult answer = submit(flow(), input(key, BUCKET, typed));

    if (fits) {
      assertThat(answer).isInstanceOf(ConfigStep.CreateEntry.class);
    } else {
      assertThat(form(answer).errors()).containsExactly(Map.entry("prefix", "invalid_prefix"));
      assertThat(form(answer).placeholders()).containsEntry("allowed_prefix", allowed);
    }
  }

  @ParameterizedTest(name = "{0} with {1} at {2} {3}: {4}")
  @CsvSource({
    // source, what is typed,   the other entry, refused
    "USER, same id and secret, other-bucket, ha/, true",
    "USER, same id, other-bucket, ha/, false",
    "USER, same secret, other-bucket, ha/, false",
    "USER, neither, other-bucket, mine/, false",
    "USER, neither, home-backups, mine/, true",
    "USER, neither, home-backups, yours/, false",
    "REAUTH, same id and secret, other-bucket, ha/, true",
    "REAUTH, neither, other-bucket, ha/, false",
    "RECONFIGURE, same id and secret, other-bucket, ha/, true",
    "RECONFIGURE, neither, home-backups, mine/inner/, true",
    "RECONFIGURE, neither, home-backups, yours/, false",
  })
  void the_same_key_or_the_same_folder_is_configured_once(
      FlowSource source, String same, String otherBucket, String otherPrefix, boolean refused)
      throws Exception {
    ApplicationKey key = readAndWriteKey();
    ConfigEntry other =
        entry(
            "01OTHER",
            input(
                same.contains("id") ? key.keyId() : "other-id",
                same.contains("secret") ? key.applicationKey() : "other-secret",
                otherBucket,
                otherPrefix));
    ConfigEntry mine = entry(input("old", "old", BUCKET, "mine/"));
    FlowContext context =
        new FlowContext(
            source,
            source == FlowSource.USER ? Optional.empty() : Optional.of(mine),
            List.of(other));
    Values typed =
        source == FlowSource.REAUTH
            ? keyInput(key.keyId(), key.applicationKey())
            : input(key, BUCKET, "mine");

    StepResult answer = submit(flow(), context, step(source), typed);

    if (refused) {
      assertThat(answer).isEqualTo(StepResult.Abort.because("already_configured"));
      assertThat(calls()).isEmpty();
    } else {
      assertThat(answer)
          .isNotInstanceOf(StepResult.Abort.class)
          .isNotInstanceOf(StepResult.ShowForm.class);
    }
  }

  private static String step(FlowSource source) {
    return switch (source) {
      case REAUTH -> "reauth_confirm";
      case RECONFIGURE -> "reconfigure";
      default -> "user";
    };
  }
}
