package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.issue.Issue;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.Test;

/** Whether a location holds what it was sent. */
class CopyVerificationTest extends KeepingHubTest {
  private static final String ISSUE = "backup_copy_not_as_sent_test.one";

  private static byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    changed[changed.length / 2] ^= 1;
    return changed;
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 512);
  }

  private static byte[] longer(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + 512);
  }

  private List<Object> failedAgents(String backupId) throws Exception {
    return home
        .hub
        .call("backup/details", new JsonObject().put("backup_id", backupId))
        .getJsonObject("backup")
        .getJsonArray("failed_agent_ids")
        .stream()
        .toList();
  }

  @Test
  void a_location_that_says_size_and_checksum_is_believed_and_not_read() throws Exception {
    home.one.say(KeepingHub::sha1);
    String id = home.automatic();

    assertThat(home.verified("test.one", id)).isEqualTo("confirmed");
    assertThat(home.one.downloads()).isZero();
  }

  @Test
  void a_location_that_cannot_say_is_read_back() throws Exception {
    String id = home.automatic();

    assertThat(home.verified("test.two", id)).isEqualTo("read_back");
    assertThat(home.two.downloads()).isEqualTo(1);
  }

  @Test
  void what_the_hub_wrote_itself_and_read_is_verified() throws Exception {
    home.update("{'create_backup':{'agent_ids':['backup.local']}}");
    String id = home.automatic();

    assertThat(home.verified("backup.local", id)).isEqualTo("written_here");
  }

  @Test
  void a_copy_that_was_encrypted_or_decrypted_on_the_way_is_verified_as_it_was_sent()
      throws Exception {
    home.update(
        "{'create_backup':{'password':'AAAA-BBBB'},'agents':{'test.two':{'protected':false}}}");
    String id = home.automatic();

    assertThat(home.one.bytes(id)).isNotEqualTo(home.two.bytes(id));
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
    assertThat(home.verified("test.two", id)).isEqualTo("read_back");
  }

  @Test
  void what_is_known_of_copies_survives_a_restart() throws Exception {
    String id = home.automatic();
    home.restart();

    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
  }

  @Test
  void a_damaged_copy_is_a_failed_delivery_is_deleted_and_is_an_issue_until_a_good_one()
      throws Exception {
    home.one.store(CopyVerificationTest::flipped);
    String id = home.automatic();

    assertThat(home.hub.steps()).endsWith("create_backup/failed/upload_failed", "idle");
    assertThat(failedAgents(id)).containsExactly("test.one");
    assertThat(home.one.ids()).isEmpty();
    assertThat(home.two.ids()).containsExactly(id);
    assertThat(home.audit(id))
        .containsExactly(
            "deleting test.one delivery not_as_sent", "deleted test.one delivery not_as_sent");
    Issue issue = home.hub.issues().get(ISSUE);
    assertThat(issue.placeholders())
        .containsEntry("location", "one")
        .containsEntry(
            "evidence", "The copy at one is damaged: its checksum is not the one of what was sent.")
        .containsEntry("outcome", "The copy was deleted there.");

    home.one.recover();
    home.automatic();
    assertThat(home.hub.issues()).doesNotContainKey(ISSUE);
  }

  @Test
  void a_damaged_copy_is_a_failed_delivery_although_its_location_confirms_it_while_it_is_read()
      throws Exception {
    AtomicReference<byte[]> sent = new AtomicReference<>(new byte[0]);
    home.one.store(
        bytes -> {
          sent.set(bytes.clone());
          return flipped(bytes);
        });
    Promise<Void> gate = home.one.holdDownloads();
    String id = home.hub.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    home.hub.until(() -> home.one.downloads() == 1);

    home.one.say(stored -> KeepingHub.sha1(sent.get()));
    home.call("locations/test", "{'agent_id':'test.one'}");
    assertThat(home.verified("test.one", id)).isEqualTo("confirmed");
    gate.complete();
    home.hub.awaitIdle();

    assertThat(failedAgents(id)).containsExactly("test.one");
    assertThat(home.one.ids()).containsExactly(id);
    assertThat(home.hub.issues().get(ISSUE).placeholders())
        .containsEntry("outcome", "The copy was left there.");
  }

  @Test
  void a_copy_that_is_too_short_is_damaged() throws Exception {
    home.one.store(CopyVerificationTest::cut);
    home.automatic();

    assertThat(home.one.ids()).isEmpty();
    assertThat(home.hub.issues().get(ISSUE).placeholders().get("evidence"))
        .matches("The copy at one is damaged: it has [0-9,]+ bytes, and [0-9,]+ were sent.");
  }

  @Test
  void a_copy_that_is_too_long_is_damaged() throws Exception {
    home.one.store(CopyVerificationTest::longer);
    home.automatic();

    assertThat(home.one.ids()).isEmpty();
    assertThat(home.hub.issues().get(ISSUE).placeholders().get("evidence"))
        .contains("more than the");
  }

  @Test
  void a_location_that_says_another_checksum_is_believed() throws Exception {
    home.one.say(KeepingHub::otherThan);
    home.automatic();

    assertThat(home.one.ids()).isEmpty();
    assertThat(home.one.downloads()).isZero();
    assertThat(home.hub.issues()).containsKey(ISSUE);
  }

  @Test
  void a_location_that_lost_what_it_took_failed() throws Exception {
    home.one.loseUploads();
    String id = home.automatic();

    assertThat(failedAgents(id)).containsExactly("test.one");
    assertThat(home.hub.issues().get(ISSUE).placeholders())
        .containsEntry("evidence", "The location one took the backup and does not have it.")
        .containsEntry("outcome", "Nothing is there.");
  }

  @Test
  void what_somebody_deleted_at_the_location_before_it_was_verified_is_no_damage()
      throws Exception {
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String id = home.automatic();
    home.one.recover();
    home.one.remove(id);
    home.advance(Duration.ofDays(1));

    assertThat(home.hub.issues()).doesNotContainKey(ISSUE);
  }

  @Test
  void a_backup_does_not_wait_for_an_earlier_copy_that_is_being_verified() throws Exception {
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    home.automatic();
    home.one.recover();
    Promise<Void> slow = home.one.holdQuestions();
    home.hub.advance(Duration.ofDays(1));
    home.update("{'create_backup':{'agent_ids':['test.two']},'retention':{'copies':1}}");
    String second =
        home.hub.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    home.hub.awaitIdle();

    assertThat(home.two.ids()).containsExactly(second);
    slow.complete();
    home.settle();
  }

  @Test
  void a_location_that_cannot_be_asked_has_the_copy_and_it_is_not_verified() throws Exception {
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String id = home.automatic();

    assertThat(home.hub.steps()).endsWith("create_backup/completed", "idle");
    assertThat(home.one.ids()).containsExactly(id);
    assertThat(home.verified("test.one", id)).isEqualTo("no");
    assertThat(home.hub.issues()).doesNotContainKey(ISSUE);
  }

  @Test
  void a_damaged_copy_that_is_found_later_is_told_and_not_deleted() throws Exception {
    home.one.store(CopyVerificationTest::flipped);
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String id = home.automatic();
    home.one.recover();
    home.advance(Duration.ofDays(1));

    assertThat(home.one.ids()).containsExactly(id);
    assertThat(home.hub.issues().get(ISSUE).placeholders())
        .containsEntry("outcome", "The copy was left there.");

    int before = home.one.downloads();
    home.advance(Duration.ofDays(1));
    assertThat(home.one.downloads()).as("it is not read every day").isEqualTo(before);
  }

  @Test
  void a_damaged_copy_that_is_found_later_is_told_by_the_name_of_the_backup() throws Exception {
    home.one.store(CopyVerificationTest::flipped);
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String id = home.automatic();
    home.one.recover();
    home.advance(Duration.ofDays(1));

    String name =
        home.hub
            .call("backup/details", new JsonObject().put("backup_id", id))
            .getJsonObject("backup")
            .getString("name");
    assertThat(home.hub.issues().get(ISSUE).placeholders())
        .containsEntry("location", "one")
        .containsEntry("backup", name);
  }

  @Test
  void a_location_that_hangs_while_it_is_asked_late_holds_up_no_other() throws Exception {
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    home.two.failDownloadsWith(new BackupAgentException("Not now."));
    String id = home.automatic();
    home.one.recover();
    home.two.recover();
    Promise<Void> slow = home.one.holdQuestions();

    home.hub.advance(Duration.ofDays(1));

    home.hub.until(() -> home.verified("test.two", id).equals("read_back"));
    assertThat(home.verified("test.one", id)).isEqualTo("no");
    slow.complete();
    home.settle();
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
  }

  @Test
  void a_location_that_comes_and_goes_is_not_asked_late_each_time() throws Exception {
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    home.automatic();
    home.advance(Duration.ofDays(1));
    int asked = home.one.downloads();
    int listed = home.two.listings();
    for (int flap = 0; flap < 5; flap++) {
      home.hub.removeAgent(home.one);
      home.hub.addAgent(home.one);
      home.settle();
    }

    assertThat(home.one.downloads()).isEqualTo(asked);
    assertThat(home.two.listings()).isEqualTo(listed);
  }

  @Test
  void what_a_location_no_longer_lists_is_forgotten_within_a_day() throws Exception {
    String id = home.automatic();
    AgentBackup copy = home.one.remove(id);
    home.advance(Duration.ofDays(1));
    home.one.put(copy, new byte[(int) copy.size()]);

    assertThat(home.verified("test.one", id)).isEqualTo("no");
  }

  @Test
  void a_damaged_copy_stays_when_its_deletion_cannot_be_logged() throws Exception {
    Files.writeString(home.hub.directories().deletions(), "a file where the log should be");
    home.one.store(CopyVerificationTest::flipped);
    String id = home.automatic();

    assertThat(home.one.ids()).containsExactly(id);
    assertThat(home.hub.issues().get(ISSUE).placeholders().get("outcome"))
        .startsWith("The copy could not be deleted there:");
  }

  @Test
  void the_local_location_says_what_the_file_holds() throws Exception {
    home.update("{'create_backup':{'agent_ids':['backup.local','test.one']}}");
    String id = home.automatic();
    BackupHub hub = home.hub;

    assertThat(hub.async(() -> hub.backups().manager().agents().get(0).storedBytes(id)))
        .hasValueSatisfying(
            said -> {
              assertThat(said.size()).isEqualTo(home.one.bytes(id).length);
              assertThat(said.checksum()).hasSize(64);
            });
  }
}
