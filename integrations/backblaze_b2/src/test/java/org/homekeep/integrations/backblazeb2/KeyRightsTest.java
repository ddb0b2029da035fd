package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Severity;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.b2.StoredObject;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that may do less than usual, and keys that may do more than a backup needs. */
class KeyRightsTest extends EmulatorTest {
  private static final String TAR = base(ID) + ".tar";
  private static final String SIDECAR = base(ID) + ".metadata.json";
  private static final List<String> NO_DELETION =
      List.of("listBuckets", "listFiles", "readFiles", "writeFiles");

  private BackupAgent agentWithoutDeletion() throws Exception {
    return agent(entry(input(key(NO_DELETION, List.of(BUCKET), "ha/"), BUCKET, "ha/")));
  }

  private List<String> actions() throws Exception {
    return hub.await(b2.objects(BUCKET)).stream()
        .map(object -> object.action() + " " + object.name())
        .toList();
  }

  private static List<String> with(String... more) {
    return Stream.concat(READ_AND_WRITE.stream(), Stream.of(more)).toList();
  }

  private void setUpWith(ApplicationKey key) throws Exception {
    agent(entry(input(key, BUCKET, "ha/")));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void without_the_right_to_delete_a_deleted_backup_is_hidden(int size) throws Exception {
    BackupAgent agent = agentWithoutDeletion();
    store(agent, upload(ID, bytes(size)));
    store(agent, upload("bbbb2222", bytes(100)));
    assertThat(download(agent, ID)).isEqualTo(bytes(size));

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(listedIds(agent)).containsExactly("bbbb2222");
    assertThat(actions())
        .containsSubsequence(
            "hide " + SIDECAR, "upload " + SIDECAR, "hide " + TAR, "upload " + TAR);
    assertThat(calls()).doesNotContain("b2_delete_file_version");
  }

  @Test
  void without_the_right_to_delete_a_newer_copy_takes_the_place_of_the_older() throws Exception {
    BackupAgent agent = agentWithoutDeletion();
    store(agent, upload(ID, bytes(10)));

    store(agent, upload(ID, bytes(20)));

    assertThat(download(agent, ID)).isEqualTo(bytes(20));
    assertThat(actions()).noneMatch(each -> each.startsWith("hide"));
  }

  @Test
  void without_the_right_to_delete_a_lost_answer_hides_nothing() throws Exception {
    BackupAgent agent = agentWithoutDeletion();
    fault(FaultRule.of("b2_upload_file", FaultAction.RESET).ofTheAnswer());

    store(agent, upload(ID, bytes(100)));

    assertThat(download(agent, ID)).isEqualTo(bytes(100));
  }

  @Test
  void without_the_right_to_delete_a_failed_upload_leaves_nothing_to_see() throws Exception {
    BackupAgent agent = agentWithoutDeletion();
    fault(FaultRule.error("b2_upload_file", 403, "storage_cap_exceeded").times(50));

    failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(3 * PART)))));
    noFaults();

    assertThat(actions()).containsExactly("hide " + TAR, "upload " + TAR);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void a_second_deletion_finds_nothing_and_hides_nothing_twice() throws Exception {
    BackupAgent agent = agentWithoutDeletion();
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.of("b2_hide_file", FaultAction.RESET).ofTheAnswer());

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(hub.await(b2.objects(BUCKET)).stream().map(StoredObject::action))
        .filteredOn("hide"::equals)
        .hasSize(2);
  }

  private static JsonArray rule(String prefix, Integer days) {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("fileNamePrefix", prefix)
                .put("daysFromHidingToDeleting", days)
                .putNull("daysFromUploadingToHiding"));
  }

  @Test
  void that_hidden_files_stay_is_told_where_no_rule_removes_them() throws Exception {
    agentWithoutDeletion();

    assertThat(hub.shownIssues()).containsOnlyKeys("deleted_backups_stay_01ENTRY");
    assertThat(hub.shownIssues().get("deleted_backups_stay_01ENTRY").severity())
        .isEqualTo(Severity.WARNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ha/", "h"})
  void a_rule_that_removes_them_ends_that_within_half_an_hour(String prefix) throws Exception {
    agentWithoutDeletion();
    hub.await(b2.setLifecycleRules(BUCKET, rule(prefix, 30)));

    hub.fireTimers();
    hub.await(hub.blockingIdle());

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void a_rule_for_something_else_does_not_count() throws Exception {
    hub.await(b2.setLifecycleRules(BUCKET, rule("elsewhere/", 30).addAll(rule("ha/", null))));

    agentWithoutDeletion();

    assertThat(hub.shownIssues()).containsOnlyKeys("deleted_backups_stay_01ENTRY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bypassGovernance",
        "deleteBuckets",
        "deleteKeys",
        "writeBucketRetentions",
        "writeBuckets",
        "writeKeys"
      })
  void a_right_that_no_backup_needs_is_told(String right) throws Exception {
    setUpWith(key(with(right), List.of(BUCKET), ""));

    assertThat(hub.shownIssues()).containsOnlyKeys("key_too_powerful_01ENTRY");
    assertThat(hub.shownIssues().get("key_too_powerful_01ENTRY").placeholders())
        .containsEntry("capabilities", right)
        .containsEntry("bucket_name", BUCKET);
  }

  @Test
  void the_master_key_works_and_is_told_once() throws Exception {
    setUpWith(new ApplicationKey(b2.keyId(), b2.applicationKey()));

    assertThat(hub.shownIssues()).containsOnlyKeys("key_too_powerful_01ENTRY");
    assertThat(hub.shownIssues().get("key_too_powerful_01ENTRY").severity())
        .isEqualTo(Severity.WARNING);
    assertThat(hub.shownIssues().get("key_too_powerful_01ENTRY").placeholders())
        .containsEntry(
            "capabilities",
            "bypassGovernance, deleteBuckets, deleteKeys, writeBucketRetentions, writeBuckets,"
                + " writeKeys");
  }

  @Test
  void a_key_for_all_buckets_is_told() throws Exception {
    setUpWith(key(READ_AND_WRITE, List.of(), ""));

    assertThat(hub.shownIssues()).containsOnlyKeys("key_for_all_buckets_01ENTRY");
  }

  @Test
  void a_key_that_is_just_right_is_told_nothing_and_ends_the_warning() throws Exception {
    setUpWith(key(with("writeKeys"), List.of(BUCKET), ""));
    assertThat(hub.shownIssues()).hasSize(1);

    setUpWith(readAndWriteKey());

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void an_entry_that_is_removed_takes_its_warnings_along() throws Exception {
    ConfigEntry entry = entry(input(key(with("writeKeys"), List.of(BUCKET), ""), BUCKET, "ha/"));
    agent(entry);

    integration.removed(entry, hub);

    assertThat(hub.shownIssues()).isEmpty();
  }
}
