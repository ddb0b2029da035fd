package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.issue.Issue;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.b2.StoredObject;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;

/** An upload that had begun where an entry is no more would cost money for ever. */
class LeftPlaceTest extends EmulatorTest {
  private static final String OTHER = "other-backups";
  private static final String ISSUE = "uploads_left_behind_01ENTRY";

  /** A large file that this entry, or whoever, began. */
  private String begin(String bucket, String name, String entryId) throws Exception {
    JsonObject file = new JsonObject().put("bucket", bucket).put("name", name);
    file.put("action", "start");
    file.put(
        "info",
        new JsonObject().put("homekeep_entry", entryId).put("homekeep_upload", "u-" + name));
    return hub.await(b2.seed(new JsonObject().put("files", new JsonArray().add(file))))
        .getJsonArray("files")
        .getJsonObject(0)
        .getString("file_id");
  }

  private List<String> unfinished(String bucket) throws Exception {
    return hub.await(b2.unfinishedLargeFiles(bucket)).stream().map(StoredObject::name).toList();
  }

  private void change(ConfigEntry before, ConfigEntry after) throws Exception {
    hub.await(
        () -> {
          integration.changed(before, after, hub);
          return Future.succeededFuture();
        });
    hub.await(hub.blockingIdle());
  }

  private void remove(ConfigEntry entry) throws Exception {
    hub.await(() -> integration.removed(entry, hub));
  }

  @Test
  void another_folder_leaves_nothing_of_this_entry_in_the_earlier_one() throws Exception {
    ApplicationKey key = readAndWriteKey();
    begin(BUCKET, "ha/mine.tar", "01ENTRY");
    begin(BUCKET, "ha/neighbours.tar", "02OTHER");
    begin(BUCKET, "new/mine.tar", "01ENTRY");
    put(entry(input(key, BUCKET, "ha/")), "ha/kept.tar", bytes(10));

    change(entry(input(key, BUCKET, "ha/")), entry(input(key, BUCKET, "new/")));

    assertThat(unfinished(BUCKET)).containsExactly("ha/neighbours.tar", "new/mine.tar");
    assertThat(names()).containsExactly("ha/kept.tar");
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void what_has_begun_in_the_new_folder_goes_on_though_that_is_in_the_earlier_one()
      throws Exception {
    ApplicationKey key = readAndWriteKey();
    begin(BUCKET, "mine.tar", "01ENTRY");
    begin(BUCKET, "ha/mine.tar", "01ENTRY");

    change(entry(input(key, BUCKET, "")), entry(input(key, BUCKET, "ha")));

    assertThat(unfinished(BUCKET)).containsExactly("ha/mine.tar");
  }

  @Test
  void another_bucket_is_left_with_the_key_that_was_for_it() throws Exception {
    hub.await(b2.createBucket(OTHER));
    begin(BUCKET, "ha/mine.tar", "01ENTRY");

    change(entry(), entry(input(key(READ_AND_WRITE, List.of(OTHER), ""), OTHER, "ha/")));

    assertThat(unfinished(BUCKET)).isEmpty();
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void where_the_earlier_key_is_dead_the_new_one_is_tried() throws Exception {
    ApplicationKey dead = readAndWriteKey();
    ApplicationKey key = readAndWriteKey();
    begin(BUCKET, "ha/mine.tar", "01ENTRY");
    hub.await(b2.deleteKey(dead.keyId()));

    change(entry(input(dead, BUCKET, "ha/")), entry(input(key, BUCKET, "new/")));

    assertThat(unfinished(BUCKET)).isEmpty();
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void where_no_key_reaches_it_an_issue_says_what_may_be_there() throws Exception {
    hub.await(b2.createBucket(OTHER));
    ApplicationKey dead = readAndWriteKey();
    begin(BUCKET, "ha/mine.tar", "01ENTRY");
    hub.await(b2.deleteKey(dead.keyId()));

    change(
        entry(input(dead, BUCKET, "ha/")),
        entry(input(key(READ_AND_WRITE, List.of(OTHER), ""), OTHER, "ha/")));

    assertThat(unfinished(BUCKET)).hasSize(1);
    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);
    Issue issue = hub.shownIssues().get(ISSUE);
    assertThat(issue.placeholders()).containsEntry("bucket_name", BUCKET);
    assertThat(issue.placeholders().get("reason")).contains("refuses the application key");
  }

  @Test
  void a_bucket_that_is_gone_has_nothing_left_in_it() throws Exception {
    hub.await(b2.createBucket(OTHER));
    ApplicationKey key = key(READ_AND_WRITE, List.of(), "");
    hub.await(b2.deleteBucket(OTHER));

    change(entry(input(key, OTHER, "ha/")), entry(input(key, BUCKET, "ha/")));

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void a_new_key_for_the_same_place_leaves_nothing() throws Exception {
    begin(BUCKET, "ha/mine.tar", "01ENTRY");

    change(entry(input("old", "old", BUCKET, "ha")), entry());

    assertThat(unfinished(BUCKET)).hasSize(1);
    assertThat(calls()).isEmpty();
  }

  @Test
  void a_removal_with_a_key_that_is_dead_says_what_may_be_left() throws Exception {
    ApplicationKey dead = readAndWriteKey();
    ConfigEntry entry = entry(input(dead, BUCKET, "ha/"));
    begin(BUCKET, "ha/mine.tar", "01ENTRY");
    hub.await(b2.deleteKey(dead.keyId()));

    remove(entry);

    assertThat(unfinished(BUCKET)).hasSize(1);
    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);
  }

  @Test
  void a_removal_says_so_when_b2_refuses_in_the_middle() throws Exception {
    ConfigEntry entry = entry();
    begin(BUCKET, "ha/mine.tar", "01ENTRY");
    fault(FaultRule.error("b2_cancel_large_file", 403, "transaction_cap_exceeded"));

    remove(entry);

    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);
    assertThat(hub.shownIssues().get(ISSUE).placeholders().get("reason"))
        .contains("transaction_cap_exceeded");
  }

  @Test
  void what_was_given_up_in_an_earlier_folder_of_the_bucket_goes_with_the_next_clean_up()
      throws Exception {
    ApplicationKey key = readAndWriteKey();
    String fileId = begin(BUCKET, "ha/mine.tar", "01ENTRY");
    BackupAgent agent = agent(entry(input(key, BUCKET, "new/")));

    hub.await(() -> agent.cleanUp(new UploadNotes(Set.of(), Set.of(note("ha/mine", fileId)))));

    assertThat(unfinished(BUCKET)).isEmpty();
  }

  @Test
  void a_key_for_the_new_folder_alone_does_not_keep_the_clean_up_from_ending() throws Exception {
    String fileId = begin(BUCKET, "ha/mine.tar", "01ENTRY");
    String here = begin(BUCKET, "new/mine.tar", "01ENTRY");
    BackupAgent agent =
        agent(entry(input(key(READ_AND_WRITE, List.of(BUCKET), "new/"), BUCKET, "new/")));

    hub.await(
        () ->
            agent.cleanUp(
                new UploadNotes(
                    Set.of(), Set.of(note("ha/mine", fileId), note("new/mine", here)))));

    assertThat(unfinished(BUCKET)).containsExactly("ha/mine.tar");
  }

  private String note(String base, String fileId) {
    return new BegunUpload(bucketId(fileId), "aaaa1111", base, "u-" + base + ".tar", fileId, PART)
        .toNote();
  }

  /** It is a part of each file id. */
  private static String bucketId(String fileId) {
    return fileId.substring("4_z".length(), "4_z".length() + 24);
  }

  @Test
  void what_was_begun_while_the_entry_went_is_cancelled_by_a_second_look() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    remove(entry);
    begin(BUCKET, "ha/late.tar", "01ENTRY");

    hub.fireTimers();
    hub.await(hub.blockingIdle());

    assertThat(unfinished(BUCKET)).isEmpty();
    assertThat(hub.armedTimers()).isEmpty();
  }

  @Test
  void who_comes_back_to_a_place_keeps_what_is_begun_there_then() throws Exception {
    hub.await(b2.createBucket(OTHER));
    ConfigEntry here = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    ConfigEntry there = entry(input(key(READ_AND_WRITE, List.of(OTHER), ""), OTHER, "ha/"));
    change(here, there);
    change(there, here);
    begin(BUCKET, "ha/mine.tar", "01ENTRY");
    begin(OTHER, "ha/late.tar", "01ENTRY");

    hub.fireTimers();
    hub.await(hub.blockingIdle());

    assertThat(unfinished(BUCKET)).containsExactly("ha/mine.tar");
    assertThat(unfinished(OTHER)).isEmpty();
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void an_entry_that_could_not_be_removed_and_works_again_keeps_what_it_begins() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    remove(entry);
    LoadedEntry again = setUp(entry);
    begin(BUCKET, "ha/new.tar", "01ENTRY");

    hub.fireTimers();
    hub.await(hub.blockingIdle());

    assertThat(unfinished(BUCKET)).containsExactly("ha/new.tar");
    hub.await(again::unload);
  }

  @Test
  void an_archive_whose_upload_did_not_end_stays_and_an_issue_names_it() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    BackupAgent agent = agent(entry);
    store(agent, upload("aaaa1111", bytes(10)));
    fault(FaultRule.error("b2_upload_file", 503, "service_unavailable").nth(2).times(100));
    failureOf(hub.start(() -> agent.uploadBackup(upload("bbbb2222", bytes(20)))));
    noFaults();

    remove(entry);

    assertThat(names()).hasSize(3).contains(base("bbbb2222") + ".tar");
    assertThat(hub.shownIssues()).containsOnlyKeys("archives_left_behind_01ENTRY");
    assertThat(hub.shownIssues().get("archives_left_behind_01ENTRY").placeholders().get("names"))
        .isEqualTo("* `" + base("bbbb2222") + ".tar`");
  }
}
