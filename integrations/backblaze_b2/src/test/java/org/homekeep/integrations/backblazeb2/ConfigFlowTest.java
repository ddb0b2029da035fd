package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.Values;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFlowTest extends FlowTest {

  /** The form came back with the error, and the same flow ends well after the correction. */
  private void assertErrorThenSuccess(
      Values wrong, String field, String error, Map<String, String> placeholders, Values right)
      throws Exception {
    ConfigFlow flow = flow();

    StepResult.ShowForm refused = form(submit(flow, wrong));

    assertThat(refused.errors()).containsExactly(Map.entry(field, error));
    assertThat(refused.placeholders())
        .containsEntry("brand_name", "Backblaze B2")
        .containsAllEntriesOf(placeholders);
    assertThat(refused.schema().find("bucket"))
        .contains(Field.Text.required("bucket").suggesting(wrong));
    noFaults();
    assertThat(submit(flow, right)).isInstanceOf(ConfigStep.CreateEntry.class);
  }

  @Test
  void the_first_form_asks_for_four_fields_and_suggests_nothing() throws Exception {
    StepResult.ShowForm shown = form(hub.await(() -> flow().start(NEW)));

    assertThat(shown.stepId()).isEqualTo("user");
    assertThat(shown.errors()).isEmpty();
    assertThat(shown.schema().fields())
        .containsExactly(
            Field.Hidden.visible("key_id"),
            Field.Hidden.password("application_key"),
            Field.Text.required("bucket"),
            Field.Text.optional("prefix", ""));
  }

  @Test
  void a_working_key_makes_an_entry_named_after_the_bucket() throws Exception {
    ApplicationKey key = readAndWriteKey();

    ConfigStep.CreateEntry made =
        (ConfigStep.CreateEntry) submit(flow(), input(key, BUCKET, "test-prefix/foo"));

    assertThat(made.title()).isEqualTo(BUCKET);
    assertThat(made.uniqueId()).isEmpty();
    assertThat(made.options()).isEqualTo(Values.empty());
    assertThat(made.data()).isEqualTo(input(key, BUCKET, "test-prefix/foo/"));
    assertThat(calls()).containsExactly("b2_authorize_account", "b2_list_buckets");
  }

  @Test
  void blanks_around_what_was_typed_are_cut_and_the_empty_prefix_stays_empty() throws Exception {
    ApplicationKey key = readAndWriteKey();
    Values typed = input(" " + key.keyId() + "\n", key.applicationKey() + " ", " " + BUCKET, "  ");

    ConfigStep.CreateEntry made = (ConfigStep.CreateEntry) submit(flow(), typed);

    assertThat(made.data()).isEqualTo(input(key, BUCKET, ""));
  }

  /** A no-break, a zero-width and a narrow space, a byte order mark, a word joiner. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u200b", "\u202f", "\ufeff", "\u2060", " \u00a0\u200b\t"})
  void spaces_that_cannot_be_seen_are_cut_as_well(String unseen) throws Exception {
    ApplicationKey key = readAndWriteKey();
    Values typed =
        input(
            unseen + key.keyId() + unseen,
            unseen + key.applicationKey() + unseen,
            unseen + BUCKET + unseen,
            unseen + "ha" + unseen);

    ConfigStep.CreateEntry made = (ConfigStep.CreateEntry) submit(flow(), typed);

    assertThat(made.data()).isEqualTo(input(key, BUCKET, "ha/"));
  }

  @Test
  void a_wrong_key_is_told_and_can_be_corrected() throws Exception {
    ApplicationKey key = readAndWriteKey();
    assertErrorThenSuccess(
        input(key.keyId(), "K002wrong", BUCKET, ""),
        "base",
        "invalid_credentials",
        Map.of(),
        input(key, BUCKET, ""));
  }

  @Test
  void a_key_without_the_right_to_list_buckets_is_told() throws Exception {
    ApplicationKey key =
        key(List.of("listFiles", "readFiles", "writeFiles", "deleteFiles"), List.of(BUCKET), "");
    assertErrorThenSuccess(
        input(key, BUCKET, ""),
        "base",
        "invalid_capability",
        Map.of("missing_capabilities", "listBuckets"),
        input(readAndWriteKey(), BUCKET, ""));
  }

  @Test
  void a_missing_bucket_is_told() throws Exception {
    ApplicationKey key = key(READ_AND_WRITE, List.of(), "");
    assertErrorThenSuccess(
        input(key, "no-such-bucket", ""),
        "bucket",
        "invalid_bucket_name",
        Map.of(),
        input(key, BUCKET, ""));
  }

  @Test
  void a_key_for_another_bucket_is_told_which_one() throws Exception {
    hub.await(b2.createBucket("other-bucket"));
    ApplicationKey key = readAndWriteKey();
    assertErrorThenSuccess(
        input(key, "other-bucket", ""),
        "bucket",
        "restricted_bucket",
        Map.of("restricted_bucket_name", BUCKET),
        input(key, BUCKET, ""));
  }

  @Test
  void a_key_for_several_buckets_works_with_each_and_names_them_for_others() throws Exception {
    hub.await(b2.createBucket("other-bucket"));
    ApplicationKey key = key(READ_AND_WRITE, List.of(BUCKET, "other-bucket"), "");
    assertErrorThenSuccess(
        input(key, "third-bucket", ""),
        "bucket",
        "restricted_bucket",
        Map.of("restricted_bucket_name", BUCKET + ", other-bucket"),
        input(key, "other-bucket", ""));
  }

  @Test
  void a_key_whose_bucket_was_deleted_is_told() throws Exception {
    hub.await(b2.createBucket("doomed-bucket"));
    ApplicationKey key = key(READ_AND_WRITE, List.of("doomed-bucket"), "");
    hub.await(b2.deleteBucket("doomed-bucket"));
    assertErrorThenSuccess(
        input(key, "doomed-bucket", ""),
        "bucket",
        "invalid_bucket_name",
        Map.of(),
        input(readAndWriteKey(), BUCKET, ""));
  }

  @Test
  void missing_capabilities_are_named() throws Exception {
    ApplicationKey key = key(List.of("listBuckets", "listFiles", "readFiles"), List.of(BUCKET), "");
    assertErrorThenSuccess(
        input(key, BUCKET, ""),
        "base",
        "invalid_capability",
        Map.of("missing_capabilities", "writeFiles"),
        input(readAndWriteKey(), BUCKET, ""));
  }

  @Test
  void a_prefix_that_the_key_may_not_use_is_told() throws Exception {
    ApplicationKey key = key(READ_AND_WRITE, List.of(BUCKET), "test/");
    assertErrorThenSuccess(
        input(key, BUCKET, "elsewhere"),
        "prefix",
        "invalid_prefix",
        Map.of("allowed_prefix", "test/"),
        input(key, BUCKET, "test"));
  }

  @ParameterizedTest
  @CsvSource({"/ha, ha/", "ha//x, ha/x/", "'a\u0007b', ab/", "//, backups/"})
  void an_illegal_prefix_is_refused_without_asking_b2(String prefix, String nearest)
      throws Exception {
    StepResult.ShowForm refused = form(submit(flow(), input("key", "secret", BUCKET, prefix)));

    assertThat(refused.errors()).containsExactly(Map.entry("prefix", "invalid_prefix"));
    assertThat(refused.placeholders()).containsEntry("allowed_prefix", nearest);
    assertThat(calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_request, bad_request",
    "401, bad_auth_token, invalid_credentials",
    "401, unsupported, bad_request",
    "403, transaction_cap_exceeded, bad_request",
    "429, too_many_requests, cannot_connect",
    "500, internal_error, cannot_connect",
    "502, bad_gateway, cannot_connect",
    "503, service_unavailable, cannot_connect",
    "409, conflict, unknown"
  })
  void an_answer_of_the_service_becomes_an_error_of_the_form(int status, String code, String error)
      throws Exception {
    ApplicationKey key = readAndWriteKey();
    fault(FaultRule.error("b2_authorize_account", status, code).times(50));
    assertErrorThenSuccess(input(key, BUCKET, ""), "base", error, Map.of(), input(key, BUCKET, ""));
  }

  @Test
  void what_b2_says_about_a_bad_request_is_shown() throws Exception {
    fault(FaultRule.error("b2_authorize_account", 400, "bad_request"));

    StepResult.ShowForm refused = form(submit(flow(), input(readAndWriteKey(), BUCKET, "")));

    assertThat(refused.placeholders().get("error_message"))
        .contains("This error was ordered")
        .endsWith("(bad_request)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_authorize_account", "b2_list_buckets"})
  void a_connection_that_breaks_is_told(String call) throws Exception {
    ApplicationKey key = readAndWriteKey();
    fault(FaultRule.of(call, FaultAction.RESET).times(50));
    assertErrorThenSuccess(
        input(key, BUCKET, ""), "base", "cannot_connect", Map.of(), input(key, BUCKET, ""));
  }

  @Test
  void a_server_that_never_answers_is_told_within_fifteen_seconds() throws Exception {
    ApplicationKey key = readAndWriteKey();
    fault(FaultRule.of("b2_authorize_account", FaultAction.STALL).times(50));
    long start = System.nanoTime();

    StepResult.ShowForm refused = form(submit(flow(), input(key, BUCKET, "")));

    assertThat(refused.errors()).containsExactly(Map.entry("base", "cannot_connect"));
    assertThat(AccessCheck.DEADLINE).isLessThan(Duration.ofSeconds(15));
    // Without it 40 seconds go by.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(35));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:1", "http://no-such-host.invalid", "https://127.0.0.1:"})
  void a_server_that_cannot_be_reached_is_told(String address) throws Exception {
    boolean tls = address.startsWith("https");
    hub.set("service_url", tls ? b2.url().replace("http:", "https:") : address);

    StepResult.ShowForm refused = form(submit(flow(), input("key", "secret", BUCKET, "")));

    assertThat(refused.errors()).containsExactly(Map.entry("base", "cannot_connect"));
  }

  @Test
  void the_same_key_is_not_configured_twice() throws Exception {
    ApplicationKey key = readAndWriteKey();
    ConfigEntry other = entry(input(key, BUCKET, "one/"));
    FlowContext context = new FlowContext(FlowSource.USER, Optional.empty(), List.of(other));

    assertThat(submit(flow(), context, "user", input(key, BUCKET, "two/")))
        .isEqualTo(StepResult.Abort.because("already_configured"));
    assertThat(calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ha/, ha", "ha/, ha/inner", "ha/inner/, ha", "'', ha", "ha/, ''"})
  void folders_that_hold_each_other_are_not_configured_twice(String first, String second)
      throws Exception {
    ConfigEntry other = entry(input("first", "key", BUCKET, first));
    FlowContext context = new FlowContext(FlowSource.USER, Optional.empty(), List.of(other));

    assertThat(submit(flow(), context, "user", input(readAndWriteKey(), BUCKET, second)))
        .isEqualTo(StepResult.Abort.because("already_configured"));
  }

  @Test
  void another_folder_of_the_same_bucket_can_be_configured_with_another_key() throws Exception {
    ConfigEntry other = entry(input("first", "key", BUCKET, "ha/"));
    FlowContext context = new FlowContext(FlowSource.USER, Optional.empty(), List.of(other));

    assertThat(submit(flow(), context, "user", input(readAndWriteKey(), BUCKET, "ha2")))
        .isInstanceOf(ConfigStep.CreateEntry.class);
  }

  @Test
  void reauth_replaces_the_key_alone() throws Exception {
    ConfigEntry broken = entry(input("old", "old", BUCKET, "ha/"));
    FlowContext context = new FlowContext(FlowSource.REAUTH, Optional.of(broken), List.of());
    ApplicationKey key = readAndWriteKey();
    ConfigFlow flow = flow();

    StepResult.ShowForm shown = form(hub.await(() -> flow.start(context)));
    StepResult.ShowForm refused =
        form(submit(flow, context, "reauth_confirm", keyInput("old", "older")));
    StepResult mended =
        submit(flow, context, "reauth_confirm", keyInput(key.keyId(), key.applicationKey()));

    assertThat(shown.stepId()).isEqualTo("reauth_confirm");
    assertThat(shown.placeholders())
        .isEqualTo(Map.of("brand_name", "Backblaze B2", "bucket", BUCKET));
    assertThat(refused.errors()).containsExactly(Map.entry("base", "invalid_credentials"));
    assertThat(mended)
        .isEqualTo(
            new ConfigStep.UpdateEntry(BUCKET, input(key, BUCKET, "ha/"), "reauth_successful"));
  }

  /** The form asks for the key alone: an error of another field would be shown nowhere. */
  @ParameterizedTest
  @CsvSource({
    "listFiles readFiles writeFiles listBuckets, other-bucket, '', restricted_bucket",
    "listFiles readFiles writeFiles listBuckets, home-backups, elsewhere/, invalid_prefix",
    "listFiles readFiles listBuckets, home-backups, '', invalid_capability"
  })
  void a_new_key_that_does_not_reach_what_the_entry_is_about_is_refused_where_it_is_seen(
      String capabilities, String bucket, String prefix, String error) throws Exception {
    hub.await(b2.createBucket("other-bucket"));
    ConfigEntry broken = entry(input("old", "old", BUCKET, "ha/"));
    FlowContext context = new FlowContext(FlowSource.REAUTH, Optional.of(broken), List.of());
    ApplicationKey key = key(List.of(capabilities.split(" ")), List.of(bucket), prefix);

    StepResult.ShowForm refused =
        form(
            submit(flow(), context, "reauth_confirm", keyInput(key.keyId(), key.applicationKey())));

    assertThat(refused.errors()).containsExactly(Map.entry("base", error));
  }

  @Test
  void reconfigure_suggests_what_is_stored_and_lets_the_title_follow_the_bucket() throws Exception {
    hub.await(b2.createBucket("new-bucket"));
    ApplicationKey key = key(READ_AND_WRITE, List.of(), "");
    Values stored = input(key, BUCKET, "ha/");
    FlowContext context =
        new FlowContext(FlowSource.RECONFIGURE, Optional.of(entry(stored)), List.of());
    ConfigFlow flow = flow();

    StepResult.ShowForm shown = form(hub.await(() -> flow.start(context)));
    StepResult mended = submit(flow, context, "reconfigure", input(key, "new-bucket", "x"));

    assertThat(shown.stepId()).isEqualTo("reconfigure");
    assertThat(shown.schema()).isEqualTo(BucketConfig.SCHEMA.suggesting(stored));
    assertThat(mended)
        .isEqualTo(
            new ConfigStep.UpdateEntry(
                "new-bucket", input(key, "new-bucket", "x/"), "reconfigure_successful"));
  }

  @Test
  void reconfigure_keeps_what_was_typed_when_it_is_refused_and_can_be_corrected() throws Exception {
    ApplicationKey key = key(READ_AND_WRITE, List.of(), "");
    ConfigEntry entry = entry(input(key, BUCKET, "ha/"));
    FlowContext context = new FlowContext(FlowSource.RECONFIGURE, Optional.of(entry), List.of());
    Values wrong = input(key, "no-such-bucket", "elsewhere");
    ConfigFlow flow = flow();

    StepResult.ShowForm refused = form(submit(flow, context, "reconfigure", wrong));
    StepResult mended = submit(flow, context, "reconfigure", input(key, BUCKET, "elsewhere"));

    assertThat(refused.stepId()).isEqualTo("reconfigure");
    assertThat(refused.errors()).containsExactly(Map.entry("bucket", "invalid_bucket_name"));
    assertThat(refused.schema()).isEqualTo(BucketConfig.SCHEMA.suggesting(wrong));
    assertThat(mended)
        .isEqualTo(
            new ConfigStep.UpdateEntry(
                BUCKET, input(key, BUCKET, "elsewhere/"), "reconfigure_successful"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, bad_auth_token, invalid_credentials",
    "400, bad_request, bad_request",
    "503, service_unavailable, cannot_connect",
    "409, conflict, unknown"
  })
  void reconfigure_tells_what_the_service_answers(int status, String code, String error)
      throws Exception {
    Values stored = input(readAndWriteKey(), BUCKET, "ha/");
    FlowContext context =
        new FlowContext(FlowSource.RECONFIGURE, Optional.of(entry(stored)), List.of());
    fault(FaultRule.error("b2_authorize_account", status, code).times(50));

    StepResult.ShowForm refused = form(submit(flow(), context, "reconfigure", stored));

    assertThat(refused.stepId()).isEqualTo("reconfigure");
    assertThat(refused.errors()).containsExactly(Map.entry("base", error));
  }

  @Test
  void a_title_that_a_person_chose_stays() throws Exception {
    ApplicationKey key = key(READ_AND_WRITE, List.of(), "");
    ConfigEntry named = entry(input(key, BUCKET, "ha/")).withTitle("Attic");
    FlowContext context = new FlowContext(FlowSource.RECONFIGURE, Optional.of(named), List.of());

    ConfigStep.UpdateEntry mended =
        (ConfigStep.UpdateEntry)
            submit(flow(), context, "reconfigure", input(key, BUCKET, "other"));

    assertThat(mended.title()).isEqualTo("Attic");
  }
}
