package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import com.backblaze.b2.client.structures.B2FileRetention;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupLockedException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.flow.OptionsContext;
import org.homekeep.api.flow.OptionsFlow;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.issue.Severity;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies that nobody can delete before their time (b2-and-cloud.md §C.6). */
class ObjectLockTest extends EmulatorTest {
  private static final String ISSUE = "copies_not_protected_01ENTRY";
  private static final List<String> SEEING =
      with(READ_AND_WRITE, "readBucketRetentions", "readFileRetentions");
  private static final List<String> RETAINING = with(SEEING, "writeFileRetentions");

  /** The service lives in the present, and the hub's clock stands still before it. */
  private static final Duration LONG_AFTER = Duration.ofDays(365 * 30);

  private static List<String> with(List<String> rights, String... more) {
    List<String> all = new ArrayList<>(rights);
    all.addAll(List.of(more));
    return all;
  }

  private static Values options(int days, String mode) {
    return Values.empty()
        .with("retention_days", new Value.Numeric(BigDecimal.valueOf(days)))
        .with("retention_mode", mode);
  }

  private ConfigEntry entry(List<String> rights, Values options) throws Exception {
    return entry("01ENTRY", input(key(rights, List.of(BUCKET), ""), BUCKET, "ha/"), options);
  }

  private void lock() throws Exception {
    hub.await(b2.lockBucket(BUCKET, Optional.empty()));
  }

  private void lock(String mode, int days) throws Exception {
    hub.await(b2.lockBucket(BUCKET, Optional.of(Map.entry(mode, Duration.ofDays(days)))));
  }

  /** What B2 keeps of each object: mode and days, rounded. */
  private Set<String> retentions() throws Exception {
    ConfigEntry all =
        entry("01ALL", input(b2.keyId(), b2.applicationKey(), BUCKET, "ha/"), Values.empty());
    Settings settings = Settings.of(hub);
    BucketConfig config = BucketConfig.of(all.data());
    Access access = new AccessCheck(settings, config).run();
    Set<String> found = new TreeSet<>();
    try (Session session =
        new Session(settings, config, EntryOptions.DEFAULT, access, hub.clock())) {
      Bucket bucket = new Bucket(session);
      for (ObjectRef object : bucket.list(() -> {})) {
        B2FileRetention retention = bucket.look(object.fileId()).getFileRetention();
        found.add(
            retention == null || retention.getMode() == null
                ? "none"
                : retention.getMode()
                    + " "
                    + Math.round(
                        Duration.between(
                                    Instant.now(),
                                    Instant.ofEpochMilli(retention.getRetainUntilTimestamp()))
                                .toHours()
                            / 24.0));
      }
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({"governance, 100", "compliance, 100", "governance, 327680"})
  void both_files_of_a_copy_get_the_retention(String mode, int size) throws Exception {
    lock();
    BackupAgent agent = agent(entry(RETAINING, options(30, mode)));

    store(agent, upload(ID, bytes(size)));

    assertThat(retentions()).containsExactly(mode + " 30");
    assertThat(download(agent, ID)).isEqualTo(bytes(size));
    assertThat(hub.shownIssues()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void a_newer_copy_takes_the_place_of_one_that_is_protected(int size) throws Exception {
    lock("compliance", 30);
    BackupAgent agent = agent(entry(READ_AND_WRITE, Values.empty()));
    store(agent, upload(ID, bytes(10)));

    store(agent, upload(ID, bytes(size)));

    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(download(agent, ID)).isEqualTo(bytes(size));
  }

  @Test
  void a_deleted_backup_does_not_come_back_from_an_older_version_that_is_protected()
      throws Exception {
    lock();
    store(agent(entry(RETAINING, options(30, "governance"))), upload(ID, bytes(10)));
    BackupAgent agent = agent(entry(RETAINING, Values.empty()));
    store(agent, upload(ID, bytes(20)));

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(listedIds(agent)).isEmpty();
    assertThat(names()).hasSize(4);
  }

  @Test
  void without_days_nothing_is_asked_of_b2() throws Exception {
    lock();
    BackupAgent agent = agent(entry(RETAINING, Values.empty()));

    store(agent, upload(ID, bytes(100)));

    assertThat(retentions()).containsExactly("none");
  }

  @ParameterizedTest
  @CsvSource({
    "governance, 7, governance, 30, governance 30",
    "governance, 7, compliance, 3, compliance 7",
    "compliance, 60, governance, 30, compliance 60",
    "compliance, 7, governance, 30, compliance 30"
  })
  void what_the_bucket_does_by_itself_is_never_weakened(
      String byDefault, int defaultDays, String mode, int days, String expected) throws Exception {
    lock(byDefault, defaultDays);
    BackupAgent agent = agent(entry(RETAINING, options(days, mode)));

    store(agent, upload(ID, bytes(100)));

    assertThat(retentions()).containsExactly(expected);
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void a_copy_under_retention_is_not_deleted_and_says_until_when() throws Exception {
    lock();
    BackupAgent agent = agent(entry(RETAINING, options(30, "governance")));
    store(agent, upload(ID, bytes(100)));
    forgetCalls();

    Throwable refused = failureOf(hub.start(() -> agent.deleteBackup(ID)));

    assertThat(refused)
        .isInstanceOf(BackupLockedException.class)
        .hasMessageMatching(
            ".* until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d, because it has a retention.*");
    assertThat(((BackupLockedException) refused).until()).isPresent();
    assertThat(calls()).doesNotContain("b2_delete_file_version");
    assertThat(listedIds(agent)).containsExactly(ID);
  }

  @Test
  void after_its_time_it_is_deleted() throws Exception {
    lock();
    BackupAgent agent = agent(entry(RETAINING, options(30, "compliance")));
    store(agent, upload(ID, bytes(100)));
    hub.await(b2.advanceClock(Duration.ofDays(31)));
    hub.advance(LONG_AFTER);

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
  }

  @Test
  void a_key_that_may_not_see_retentions_hears_of_them_when_it_deletes() throws Exception {
    lock("governance", 7);
    BackupAgent agent = agent(entry(READ_AND_WRITE, Values.empty()));
    store(agent, upload(ID, bytes(100)));

    Throwable refused = failureOf(hub.start(() -> agent.deleteBackup(ID)));

    assertThat(refused).isInstanceOf(BackupLockedException.class);
    assertThat(((BackupLockedException) refused).until()).isEmpty();
    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(hub.reauths()).isEmpty();
  }

  @Test
  void a_key_that_cannot_delete_hides_what_is_protected() throws Exception {
    lock("compliance", 7);
    List<String> rights = with(SEEING);
    rights.remove("deleteFiles");
    BackupAgent agent = agent(entry(rights, Values.empty()));
    store(agent, upload(ID, bytes(100)));

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(listedIds(agent)).isEmpty();
  }

  @Test
  void a_newer_copy_takes_the_place_of_a_protected_one() throws Exception {
    lock("compliance", 7);
    BackupAgent agent = agent(entry(RETAINING, Values.empty()));
    store(agent, upload(ID, bytes(100)));

    store(agent, upload(ID, bytes(200)));

    assertThat(download(agent, ID)).isEqualTo(bytes(200));
  }

  @Test
  void what_an_upload_left_behind_is_hidden_where_the_bucket_protects_it() throws Exception {
    lock("compliance", 7);
    BackupAgent agent = agent(entry(RETAINING, Values.empty()));
    fault(FaultRule.error("b2_upload_file", 403, "storage_cap_exceeded").times(50));
    failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(3 * PART)))));
    noFaults();
    hub.advance(LONG_AFTER);

    assertThat(listedIds(agent)).isEmpty();
    hub.await(() -> agent.cleanUp(new UploadNotes(Set.of(), Set.of())));

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void a_lost_answer_to_the_protection_is_tried_again() throws Exception {
    lock();
    BackupAgent agent = agent(entry(RETAINING, options(30, "compliance")));
    fault(FaultRule.error("b2_update_file_retention", 503, "service_unavailable"));

    store(agent, upload(ID, bytes(100)));

    assertThat(retentions()).containsExactly("compliance 30");
  }

  private void endedByTheNextAttempt(FaultRule broken) throws Exception {
    lock();
    BackupAgent agent = agent(entry(RETAINING, options(30, "compliance")));
    byte[] archive = bytes(3 * PART);
    BackupUpload upload =
        new BackupUpload(
            backup(ID, archive.length),
            () -> new ByteArrayInputStream(archive),
            bytes -> {},
            () -> Wish.GO_ON,
            UploadNote.unkept());
    fault(broken.times(50));
    assertThat(failureOf(hub.start(() -> agent.uploadBackup(upload)))).isNotNull();
    noFaults();
    forgetCalls();

    store(agent, upload);

    assertThat(calls()).doesNotContain("b2_upload_part");
    assertThat(retentions()).containsExactly("compliance 30");
    assertThat(download(agent, ID)).isEqualTo(archive);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_protection_that_broke_off_is_ended_by_the_next_attempt(int failing) throws Exception {
    endedByTheNextAttempt(
        FaultRule.error("b2_update_file_retention", 503, "service_unavailable").nth(failing));
  }

  /** The sidecar is stored once more, over one that cannot be removed. */
  @Test
  void a_protection_whose_answer_was_lost_is_ended_by_the_next_attempt() throws Exception {
    endedByTheNextAttempt(FaultRule.of("b2_update_file_retention", FaultAction.TRUNCATE).nth(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no lock", "no right", "unseen"})
  void a_copy_that_cannot_be_protected_is_stored_and_that_is_told(String why) throws Exception {
    if (!why.equals("no lock")) {
      lock();
    }
    List<String> rights = with(why.equals("no right") ? SEEING : RETAINING);
    if (why.equals("unseen")) {
      rights.remove("readBucketRetentions");
      fault(FaultRule.error("b2_update_file_retention", 400, "bucket_missing_file_lock").times(9));
    }
    BackupAgent agent = agent(entry(rights, options(30, "governance")));

    store(agent, upload(ID, bytes(100)));

    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);
    assertThat(hub.shownIssues().get(ISSUE).severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void when_copies_are_protected_again_the_issue_goes() throws Exception {
    setUp(entry(RETAINING, options(30, "governance")));
    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);

    lock();
    hub.fireTimers();
    hub.await(hub.blockingIdle());

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void when_no_protection_is_wanted_any_more_the_issue_goes() throws Exception {
    ConfigEntry entry = entry(RETAINING, options(30, "governance"));
    LoadedEntry loaded = setUp(entry);

    hub.await(() -> loaded.takeOver(entry("01ENTRY", entry.data(), Values.empty())));

    assertThat(hub.shownIssues()).isEmpty();
  }

  private StepResult.ShowForm form(OptionsStep step) {
    assertThat(step).isInstanceOf(StepResult.ShowForm.class);
    return (StepResult.ShowForm) step;
  }

  private OptionsStep submitted(ConfigEntry entry, Values input) throws Exception {
    OptionsFlow flow = integration.optionsFlow(hub).orElseThrow().create();
    return hub.await(() -> flow.submit(new OptionsContext(entry), "init", input));
  }

  private String shownLock(ConfigEntry entry) throws Exception {
    OptionsFlow flow = integration.optionsFlow(hub).orElseThrow().create();
    return form(hub.await(() -> flow.start(new OptionsContext(entry))))
        .placeholders()
        .get("object_lock");
  }

  @Test
  void the_options_show_the_lock_of_the_bucket() throws Exception {
    assertThat(shownLock(entry(SEEING, Values.empty()))).isEqualTo("off");
    assertThat(shownLock(entry(READ_AND_WRITE, Values.empty()))).isEqualTo("?");
    lock();
    assertThat(shownLock(entry(SEEING, Values.empty()))).isEqualTo("on");
    lock("governance", 7);
    assertThat(shownLock(entry(SEEING, Values.empty()))).isEqualTo("on (governance, 7 days)");
  }

  @Test
  void the_options_show_the_lock_beside_an_error_as_well() throws Exception {
    lock();
    Values wrong = Values.empty().with("limit_from", "06:00");

    OptionsStep step = submitted(entry(SEEING, Values.empty()), wrong);

    assertThat(form(step).errors()).containsKey("limit_until");
    assertThat(form(step).placeholders()).containsEntry("object_lock", "on");
  }

  @Test
  void days_that_the_bucket_and_the_key_can_keep_are_saved() throws Exception {
    lock();

    assertThat(submitted(entry(RETAINING, Values.empty()), options(30, "compliance")))
        .isEqualTo(new OptionsStep.SaveOptions(options(30, "compliance")));
  }

  @Test
  void days_that_cannot_be_kept_are_refused() throws Exception {
    assertThat(error(RETAINING)).isEqualTo("no_object_lock");
    assertThat(error(with(READ_AND_WRITE, "writeFileRetentions"))).isEqualTo("object_lock_unknown");
    lock();
    assertThat(error(SEEING)).isEqualTo("retention_not_allowed");
    fault(FaultRule.error("b2_authorize_account", 503, "service_unavailable").times(5));
    assertThat(error(RETAINING)).isEqualTo("retention_cannot_check");
  }

  private String error(List<String> rights) throws Exception {
    OptionsStep step = submitted(entry(rights, Values.empty()), options(30, "governance"));
    return form(step).errors().get("retention_days");
  }

  @Test
  void what_was_saved_before_can_be_saved_again_although_b2_is_away() throws Exception {
    ConfigEntry entry = entry(RETAINING, options(30, "governance"));
    fault(FaultRule.error("b2_authorize_account", 503, "service_unavailable").times(5));
    Values changed =
        options(30, "governance")
            .with("bandwidth_limit", new Value.Numeric(BigDecimal.valueOf(10)));

    assertThat(submitted(entry, changed)).isEqualTo(new OptionsStep.SaveOptions(changed));
  }

  @Test
  void diagnostics_show_the_lock_of_the_bucket() throws Exception {
    lock("compliance", 7);
    ConfigEntry entry = entry(SEEING, Values.empty());
    LoadedEntry loaded = setUp(entry);

    JsonObject shown = hub.await(() -> integration.diagnostics(entry, Optional.of(loaded), hub));

    assertThat(shown.getJsonObject("bucket_info").getJsonObject("object_lock"))
        .isEqualTo(
            new JsonObject()
                .put("enabled", true)
                .put(
                    "default_retention",
                    new JsonObject().put("mode", "compliance").put("days", 7)));
  }

  @Test
  void an_entry_that_is_removed_takes_the_issue_along() throws Exception {
    ConfigEntry entry = entry(RETAINING, options(30, "governance"));
    setUp(entry);
    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);

    hub.await(
        () -> {
          integration.removed(entry, hub);
          return Future.succeededFuture();
        });

    assertThat(hub.shownIssues()).isEmpty();
  }
}
