package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.junit.jupiter.api.Test;

/** What stays although there are newer copies and nothing else speaks for it. */
class SparedCopiesTest extends KeepingHubTest {
  @Test
  void a_backup_of_which_somebody_made_a_second_file_by_hand_stays_here() throws Exception {
    home.update("{'create_backup':{'agent_ids':['backup.local']},'retention':{'copies':1}}");
    Path backups = home.hub.directories().backups();
    String copied = home.automatic();
    Path own = backups.resolve(BackupHub.names(backups).get(0));
    Files.copy(own, backups.resolve("before_upgrade.tar"));
    home.automatic();
    String newest = home.automatic();

    assertThat(BackupHub.names(backups)).hasSize(3).contains("before_upgrade.tar");
    assertThat(own).exists();
    assertThat(home.preview("backup.local", "{}"))
        .containsOnlyKeys(copied, newest)
        .containsEntry(copied, "keep manual");
  }

  @Test
  void a_location_that_comes_after_the_start_has_its_turn_when_it_comes() throws Exception {
    home.update("{'retention':{'days':1}}");
    home.automatic();
    home.advance(Duration.ofHours(20));
    String newest = home.automatic();
    home.hub = home.hub.reopened();
    home.hub.onContext(
        () -> {
          home.hub.clock().advance(Duration.ofHours(20));
          return "later";
        });
    home.hub.start();
    home.settle();
    assertThat(home.one.ids()).hasSize(2);

    home.hub.addAgent(home.one);
    home.settle();

    assertThat(home.one.ids()).containsExactly(newest);
  }

  @Test
  void nothing_is_remembered_of_what_somebody_took_away_from_every_location() throws Exception {
    String gone = home.automatic();
    String kept = home.automatic();
    home.one.remove(gone);
    Path document = directory.resolve(".storage/backup");
    home.advance(Duration.ofDays(1));
    assertThat(document).content().contains(gone, kept);

    home.two.remove(gone);
    home.advance(Duration.ofDays(1));
    home.hub.until(() -> !Files.readString(document).contains(gone));
    assertThat(document).content().contains(kept);
  }

  @Test
  void when_deletions_cannot_be_logged_nothing_goes_and_an_issue_says_so() throws Exception {
    home.update("{'retention':{'copies':1}}");
    Path log = directory.resolve("homekeep_deletions");
    home.restart(
        () -> {
          if (Files.exists(log)) {
            Files.move(log, directory.resolve("log of before"));
          }
          return Files.writeString(log, "a file where the directory should be");
        });
    String first = home.automatic();
    String second = home.automatic();

    assertThat(home.one.ids()).containsExactly(first, second);
    assertThat(home.hub.issues()).containsKey("backup_deletions_not_logged");

    Files.delete(log);
    String third = home.automatic();
    assertThat(home.one.ids()).containsExactly(third);
    assertThat(home.hub.issues()).doesNotContainKey("backup_deletions_not_logged");
  }

  @Test
  void a_location_that_comes_while_others_are_listed_keeps_what_was_verified_there()
      throws Exception {
    String id = home.automatic();
    home.hub = home.hub.reopened();
    home.one.runOn(home.hub.vertx());
    home.hub.onContext(
        () -> {
          home.hub.backups().started();
          home.hub.appear(home.one);
          return "both at once";
        });
    home.settle();

    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
  }

  @Test
  void an_error_of_a_deletion_fails_no_backup_and_is_tried_again() throws Exception {
    home.update("{'retention':{'copies':1}}");
    String first = home.automatic();
    home.one.failDeletionsWith(new BackupAgentException("Boom!"));
    home.automatic();

    assertThat(home.hub.steps()).endsWith("create_backup/completed", "idle");
    assertThat(home.one.ids()).contains(first);

    home.one.recover();
    String third = home.automatic();
    assertThat(home.one.ids()).containsExactly(third);
  }

  @Test
  void the_copy_that_an_archive_was_fetched_from_stays_until_it_was_delivered() throws Exception {
    home.update("{'create_backup':{'agent_ids':['test.one']},'retention':{'copies':1}}");
    String first = home.automatic();
    home.two.failUploadsWith(new BackupAgentException("It sleeps."));
    home.call("deliver", "{'backup_id':'%s','agent_ids':['test.two']}".formatted(first));
    home.hub.call("backup/generate_with_automatic_settings");
    home.hub.awaitIdle();
    home.advance(KeepingHub.STEP);

    assertThat(home.one.ids()).contains(first).hasSize(2);

    home.two.recover();
    home.advance(Duration.ofDays(1));
    home.hub.until(() -> home.two.ids().contains(first));
    home.hub.until(() -> home.call("deliveries", "{}").getJsonArray("deliveries").isEmpty());
    String third = home.automatic();
    assertThat(home.one.ids()).containsExactly(third);
  }

  @Test
  void nothing_is_deleted_at_a_location_that_cannot_be_listed() throws Exception {
    home.update("{'retention':{'copies':1}}");
    String first = home.automatic();
    home.one.failWith(new BackupAgentException("Boom!"));
    String second = home.automatic();

    assertThat(home.one.ids()).containsExactly(first);
    assertThat(home.two.ids()).containsExactly(second);
  }

  @Test
  void an_upload_of_our_own_automatic_backup_is_never_pruned() throws Exception {
    String first = home.automatic();
    byte[] archive = home.one.bytes(first);
    home.hub.call("backup/delete", new JsonObject().put("backup_id", first));
    HttpFront.of(home.hub)
        .upload(
            "/api/backup/upload?agent_id=test.one&agent_id=backup.local",
            "backup.tar",
            Buffer.buffer(archive));
    home.update("{'retention':{'copies':1,'days':1}}");
    String second = home.automatic();
    home.advance(Duration.ofDays(3));

    assertThat(home.one.ids()).containsExactly(first, second);
    assertThat(home.preview("backup.local", "{}")).containsEntry(first, "keep uploaded");
  }

  @Test
  void nothing_goes_while_the_newer_copy_there_is_not_verified() throws Exception {
    home.update("{'retention':{'copies':1}}");
    String first = home.automatic();
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String second = home.automatic();

    assertThat(home.hub.steps()).endsWith("create_backup/completed", "idle");
    assertThat(home.one.ids()).containsExactly(first, second);
    assertThat(home.two.ids()).containsExactly(second);
    assertThat(home.preview("test.one", "{}"))
        .isEqualTo(Map.of(first, "keep last_verified", second, "keep wanted"));
  }

  @Test
  void what_could_not_be_verified_at_first_is_verified_later_and_the_old_goes_then()
      throws Exception {
    home.update("{'retention':{'days':2}}");
    home.automatic();
    home.advance(Duration.ofHours(40));
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String second = home.automatic();
    home.advance(Duration.ofHours(20));
    assertThat(home.one.ids()).hasSize(2);

    home.one.recover();
    home.advance(Duration.ofDays(1));
    assertThat(home.one.ids()).containsExactly(second);
  }

  @Test
  void a_copy_counts_as_verified_only_while_it_is_listed_with_its_size() throws Exception {
    home.update("{'retention':{'days':2}}");
    home.automatic();
    home.advance(Duration.ofDays(1));
    String second = home.automatic();
    home.one.listWithSize(second, 7);
    home.advance(Duration.ofHours(47));

    assertThat(home.one.ids()).hasSize(2);
    assertThat(home.two.ids()).containsExactly(second);
    assertThat(home.verified("test.one", second)).isEqualTo("no");
  }

  @Test
  void the_last_verified_copy_stays_over_a_restart_whatever_the_settings() throws Exception {
    String good = home.automatic();
    home.update("{'retention':{'copies':1,'days':1}}");
    home.restart();
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    List<String> unverified = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      unverified.add(home.automatic());
    }
    home.advance(Duration.ofDays(5));

    assertThat(home.one.ids()).contains(good).containsAll(unverified);
  }

  @Test
  void pinned_backups_survive_retention_over_a_restart_and_not_a_deletion_by_hand()
      throws Exception {
    String pinned = home.automatic();
    home.call("pin", "{'backup_id':'" + pinned + "'}");
    home.restart();
    home.update("{'retention':{'copies':1,'days':1}}");
    String second = home.automatic();
    home.advance(Duration.ofDays(3));

    assertThat(home.one.ids()).containsExactly(pinned, second);

    home.hub.call("backup/delete", new JsonObject().put("backup_id", pinned));
    assertThat(home.one.ids()).containsExactly(second);
    assertThat(home.call("retention/info", "{}").getJsonArray("pinned")).isEmpty();
  }

  @Test
  void without_its_pin_a_backup_is_judged_again() throws Exception {
    String first = home.automatic();
    home.call("pin", "{'backup_id':'" + first + "'}");
    home.update("{'retention':{'copies':1}}");
    home.call("unpin", "{'backup_id':'" + first + "'}");
    String second = home.automatic();

    assertThat(home.one.ids()).containsExactly(second);
  }

  @Test
  void when_a_person_deletes_the_newest_meanwhile_the_older_ones_stay() throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(home.automatic());
    }
    home.update("{'retention':{'copies':1}}");
    List<String> newest = new ArrayList<>();
    home.one.beforeDeletion(
        () -> {
          if (newest.isEmpty()) {
            newest.add(home.one.ids().get(4));
            home.hub.backups().manager().delete(newest.get(0), "a person");
          }
        });

    home.automatic();
    home.settle();

    home.hub.until(() -> home.one.deletedIds().contains(newest.get(0)));
    assertThat(home.one.ids()).containsExactly(made.get(3));
  }

  @Test
  void nothing_is_deleted_at_a_location_that_cannot_be_listed_a_second_time() throws Exception {
    home.update("{'retention':{'copies':1}}");
    String first = home.automatic();
    home.one.afterListing(() -> home.one.failWith(new BackupAgentException("Boom!")));
    String second = home.automatic();

    assertThat(home.one.ids()).containsExactly(first, second);
    assertThat(home.two.ids()).containsExactly(second);
  }
}
