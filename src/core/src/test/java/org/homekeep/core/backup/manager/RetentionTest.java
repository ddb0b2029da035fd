package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.backup.manager.KeepingHub.plant;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupLockedException;
import org.homekeep.api.issue.Issue;
import org.homekeep.checks.LoggedLines;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies and days as backup.md §3.4 and §10 have them, and what is stricter. */
class RetentionTest {
  private Path directory;
  private KeepingHub home;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    home = new KeepingHub(temporary);
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  @Test
  void without_a_number_everything_stays_and_the_locations_are_listed_all_the_same()
      throws Exception {
    List<String> made = List.of(home.automatic(), home.automatic());
    int before = home.one.listings();
    home.manual();

    assertThat(home.one.ids()).startsWith(made.get(0), made.get(1)).hasSize(3);
    assertThat(home.one.listings()).isGreaterThan(before);
  }

  @Test
  void the_oldest_are_deleted_first() throws Exception {
    List<String> made = List.of(home.automatic(), home.automatic(), home.automatic());
    home.update("{'retention':{'copies':1}}");
    home.automatic();

    assertThat(home.one.deletedIds()).containsExactlyElementsOf(made);
  }

  private static BackupLockedException locked(Optional<Instant> until) {
    return new BackupLockedException("It is protected.", until);
  }

  private static long attempts(List<String> audit) {
    return audit.stream().filter(line -> line.startsWith("deleting test.two")).count();
  }

  /**
   * A location that protects what it has, as an object lock does, is not asked in vain each day.
   */
  @Test
  void a_copy_that_is_locked_is_left_until_the_lock_ends() throws Exception {
    String first = home.automatic();
    Instant until = home.hub.clock().instant().plus(Duration.ofDays(10));
    home.two.failDeletionsWith(locked(Optional.of(until)));
    home.update("{'retention':{'copies':1}}");
    String second = home.automatic();
    String third = home.automatic();

    assertThat(home.one.ids()).containsExactly(third);
    assertThat(home.two.ids()).containsExactly(first, second, third);
    assertThat(attempts(home.audit(first))).isEqualTo(1);
    assertThat(home.preview("test.two", "{}"))
        .containsEntry(first, "keep locked")
        .containsEntry(second, "keep locked");

    home.two.recover();
    home.advance(Duration.ofDays(11));
    home.automatic();
    assertThat(home.two.deletedIds()).containsExactly(first, second, third);
  }

  @Test
  void a_copy_that_is_locked_nobody_knows_how_long_is_looked_at_each_week() throws Exception {
    String first = home.automatic();
    home.two.failDeletionsWith(locked(Optional.empty()));
    home.update("{'retention':{'copies':1}}");
    home.automatic();
    home.advance(Duration.ofDays(6));
    home.automatic();
    assertThat(attempts(home.audit(first))).isEqualTo(1);

    home.advance(Duration.ofDays(1));
    home.automatic();

    assertThat(attempts(home.audit(first))).isEqualTo(2);
  }

  @Test
  void that_a_copy_is_locked_is_no_error_in_the_log() throws Exception {
    String first = home.automatic();
    home.two.failDeletionsWith(locked(Optional.empty()));
    home.update("{'retention':{'copies':1}}");

    try (LoggedLines log = LoggedLines.of(Pruner.class)) {
      home.automatic();
      assertThat(log.lines())
          .noneMatch(line -> line.contains("Error deleting") && line.contains(first));
    }
  }

  @Test
  void copies_are_counted_after_every_backup_that_is_made_also_by_hand() throws Exception {
    home.automatic();
    String kept = home.automatic();
    home.update("{'retention':{'copies':1}}");
    String manual = home.manual();

    assertThat(home.one.ids()).containsExactly(kept, manual);
    assertThat(home.two.ids()).containsExactly(kept, manual);
  }

  @Test
  void copies_are_counted_although_an_upload_failed() throws Exception {
    home.automatic();
    String second = home.automatic();
    plant(home.two, "f0f0f0f0", "2020-01-01T00:00:00+00:00", Map.of("instance_id", "another"));
    home.update("{'retention':{'copies':1}}");
    home.two.failUploadsWith(new BackupAgentException("Boom!"));
    String third = home.automatic();

    assertThat(home.hub.steps()).endsWith("create_backup/failed/upload_failed", "idle");
    assertThat(home.one.ids()).containsExactly(third);
    assertThat(home.two.ids()).containsExactly(second, "f0f0f0f0");
  }

  @Test
  void copies_are_not_counted_when_the_backup_could_not_be_written() throws Exception {
    String first = home.automatic();
    String second = home.automatic();
    home.update("{'retention':{'copies':1}}");
    Path blocker = directory.resolve("tmp_backups");
    for (String name : BackupHub.names(blocker)) {
      Files.delete(blocker.resolve(name));
    }
    Files.delete(blocker);
    Files.createFile(blocker);
    home.automatic();

    assertThat(home.hub.steps())
        .endsWith("create_backup/failed/backup_reader_writer_error", "idle");
    assertThat(home.one.ids()).containsExactly(first, second);
  }

  @Test
  void copies_are_not_counted_when_a_backup_was_received() throws Exception {
    String first = home.automatic();
    String second = home.automatic();
    home.update("{'retention':{'copies':1}}");
    byte[] archive = home.one.bytes(first);
    HttpFront http = HttpFront.of(home.hub);
    http.upload("/api/backup/upload?agent_id=test.two", "backup.tar", Buffer.buffer(archive));
    home.settle();

    assertThat(home.one.ids()).containsExactly(first, second);
  }

  @Test
  void with_an_object_for_one_location_each_counts_its_own() throws Exception {
    home.update("{'retention':{'copies':2},'agents':{'test.two':{'retention':{'copies':1}}}}");
    home.automatic();
    String second = home.automatic();
    String third = home.automatic();

    assertThat(home.one.ids()).containsExactly(second, third);
    assertThat(home.two.ids()).containsExactly(third);
  }

  @Test
  void an_object_without_numbers_keeps_for_ever_at_its_location() throws Exception {
    home.update(
        "{'retention':{'copies':1,'days':1},"
            + "'agents':{'test.two':{'retention':{'copies':null,'days':null}}}}");
    String first = home.automatic();
    home.advance(Duration.ofDays(3));
    String second = home.automatic();

    assertThat(home.one.ids()).containsExactly(second);
    assertThat(home.two.ids()).containsExactly(first, second);
  }

  @Test
  void a_location_that_lacks_the_newest_keeps_its_own_newest() throws Exception {
    home.update("{'retention':{'copies':1}}");
    home.two.failUploadsWith(new BackupAgentException("Boom!"));
    home.automatic();
    home.two.recover();
    String second = home.automatic();
    home.two.failUploadsWith(new BackupAgentException("Boom!"));
    String third = home.automatic();

    assertThat(home.one.ids()).containsExactly(third);
    assertThat(home.two.ids()).containsExactly(second);
  }

  @Test
  void when_backups_have_stopped_age_takes_none_until_a_new_one_comes() throws Exception {
    List<String> made = List.of(home.automatic(), home.automatic());
    home.update("{'retention':{'days':1}}");
    home.advance(Duration.ofDays(9));

    assertThat(home.one.ids()).containsExactlyElementsOf(made);
    assertThat(home.preview("test.one", "{}"))
        .isEqualTo(Map.of(made.get(0), "keep no_recent_backup", made.get(1), "keep last_verified"));

    String newest = home.automatic();
    assertThat(home.one.ids()).containsExactly(newest);
    assertThat(home.two.ids()).containsExactly(newest);
  }

  @Test
  void backups_that_are_dated_in_the_future_push_out_none_when_the_clock_is_right_again()
      throws Exception {
    home.update("{'retention':{'copies':2}}");
    home.hub.clock().set(Duration.ofDays(4_000));
    List<String> wrong = List.of(home.automatic(), home.automatic());
    home.hub.clock().set(Duration.ZERO);
    home.restart();
    home.automatic();
    String third = home.automatic();
    String fourth = home.automatic();

    assertThat(home.one.ids()).containsExactly(wrong.get(0), wrong.get(1), third, fourth);
    assertThat(home.preview("test.one", "{}")).containsEntry(wrong.get(0), "keep in_the_future");
    assertThat(home.hub.issues().get("backup_dates_in_the_future").placeholders().get("backups"))
        .contains("Automatic backup", " 2035, ");

    for (String each : wrong) {
      home.hub.call("backup/delete", new JsonObject().put("backup_id", each));
    }
    home.automatic();
    assertThat(home.hub.issues()).doesNotContainKey("backup_dates_in_the_future");
  }

  private String automaticOf(String file, int bytes) throws Exception {
    byte[] random = new byte[bytes];
    Seed.random("a home of " + bytes).nextBytes(random);
    Files.write(directory.resolve(file), random);
    return home.automatic();
  }

  @Test
  void backups_of_a_home_that_has_shrunk_push_out_none_until_somebody_confirms() throws Exception {
    home.update("{'retention':{'copies':2}}");
    String first = automaticOf("photo.jpg", 600_000);
    String second = automaticOf("photo.jpg", 600_000);
    String third = automaticOf("photo.jpg", 1_000);
    String fourth = automaticOf("photo.jpg", 1_000);

    assertThat(home.one.ids()).containsExactly(first, second, third, fourth);
    assertThat(home.preview("test.one", "{}"))
        .containsEntry(third, "keep shrunk")
        .containsEntry(fourth, "keep shrunk");
    Issue issue = home.hub.issues().get("backup_home_shrunk");
    assertThat(issue.fixable()).isTrue();
    assertThat(issue.placeholders().get("before")).matches("6\\d\\d kB");
    assertThat(issue.placeholders().get("size")).matches("\\d\\d kB");

    home.restart();
    assertThat(home.hub.issues()).containsKey("backup_home_shrunk");
    home.call("retention/confirm_home", "{}");
    assertThat(home.hub.issues()).doesNotContainKey("backup_home_shrunk");
    home.restart();
    String fifth = automaticOf("photo.jpg", 1_000);
    assertThat(home.one.ids()).containsExactly(fourth, fifth);
  }

  @Test
  void when_the_home_is_back_its_backups_are_counted_again() throws Exception {
    home.update("{'retention':{'copies':2}}");
    automaticOf("photo.jpg", 600_000);
    String second = automaticOf("photo.jpg", 600_000);
    String small = automaticOf("photo.jpg", 1_000);
    String last = automaticOf("photo.jpg", 600_000);

    assertThat(home.one.ids()).containsExactly(second, small, last);
    home.hub.call("backup/delete", new JsonObject().put("backup_id", small));
    home.automatic();
    assertThat(home.hub.issues()).doesNotContainKey("backup_home_shrunk");
  }

  @Test
  void a_start_with_a_clock_years_ahead_takes_nothing_away() throws Exception {
    home.update("{'retention':{'days':30}}");
    List<String> made = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      made.add(home.automatic());
      home.advance(Duration.ofDays(1));
    }
    home.hub = home.hub.reopened();
    home.hub.clock().set(Duration.ofDays(4_000));
    home.hub.addAgent(home.one);
    home.hub.addAgent(home.two);
    home.hub.start();
    home.settle();
    assertThat(home.one.ids()).containsExactlyElementsOf(made);

    made.add(home.automatic());
    assertThat(home.one.ids()).containsExactlyElementsOf(made);
    assertThat(home.preview("test.one", "{}")).containsEntry(made.get(0), "keep clock_leapt");
    assertThat(home.hub.issues().get("backup_clock_leapt").placeholders().get("before"))
        .contains("November 2024");

    home.hub.clock().set(Duration.ZERO);
    made.add(home.automatic());
    assertThat(home.one.ids()).containsAll(made);
    assertThat(home.hub.issues()).doesNotContainKey("backup_clock_leapt");
  }

  @Test
  void days_of_a_location_replace_those_of_all() throws Exception {
    home.update("{'retention':{'days':1},'agents':{'test.two':{'retention':{'days':30}}}}");
    String first = home.automatic();
    home.advance(Duration.ofDays(9));
    String second = home.automatic();

    assertThat(home.one.ids()).containsExactly(second);
    assertThat(home.two.ids()).containsExactly(first, second);
  }

  @Test
  void days_are_counted_at_a_start_so_daily_restarts_do_not_keep_what_is_old() throws Exception {
    home.update("{'retention':{'days':1}}");
    String first = home.automatic();
    home.advance(Duration.ofHours(20));
    home.restart();
    String newest = home.automatic();
    assertThat(home.one.ids()).containsExactly(first, newest);

    home.advance(Duration.ofHours(20));
    home.restart();

    assertThat(home.one.ids()).containsExactly(newest);
  }

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
  void nothing_is_deleted_at_a_location_that_cannot_be_listed() throws Exception {
    home.update("{'retention':{'copies':1}}");
    String first = home.automatic();
    home.one.failWith(new BackupAgentException("Boom!"));
    String second = home.automatic();

    assertThat(home.one.ids()).containsExactly(first);
    assertThat(home.two.ids()).containsExactly(second);
  }

  @Test
  void the_order_is_by_the_moment_and_not_by_the_text() throws Exception {
    plant(home.one, "aaaaaaaa", "2024-11-10T09:00:00+00:00", true);
    plant(home.one, "bbbbbbbb", "2024-11-10T08:30:00-05:00", true);
    home.update("{'retention':{'copies':2}}");
    String made = home.automatic();

    assertThat(home.one.ids()).containsExactly("bbbbbbbb", made);
  }

  @Test
  void a_date_that_cannot_be_read_is_never_judged() throws Exception {
    plant(home.one, "aaaaaaaa", "the day before yesterday", true);
    home.update("{'retention':{'copies':1,'days':1}}");
    String made = home.automatic();
    home.advance(Duration.ofDays(3));

    assertThat(home.one.ids()).containsExactly("aaaaaaaa", made);
    assertThat(home.preview("test.one", "{}")).containsEntry("aaaaaaaa", "keep unreadable_date");
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

  @ParameterizedTest
  @ValueSource(strings = {"homekeep.backup", "backup"})
  void when_the_settings_were_damaged_nothing_goes_until_somebody_has_looked_through_them(
      String document) throws Exception {
    String pinned = home.automatic();
    home.update("{'retention':{'copies':2}}");
    home.call("pin", "{'backup_id':'" + pinned + "'}");
    home.restart(
        () -> {
          for (String generation : List.of("", ".previous", ".older")) {
            Path file = directory.resolve(".storage").resolve(document + generation);
            if (Files.exists(file)) {
              Files.delete(file);
              Files.writeString(file, "{damaged");
            }
          }
          return "damaged";
        });
    home.update("{'create_backup':{'agent_ids':['test.one','test.two']},'retention':{'copies':1}}");
    home.automatic();
    home.restart();
    String newest = home.automatic();

    assertThat(home.one.ids()).hasSize(3).contains(pinned);
    assertThat(home.preview("test.one", "{}")).containsValue("keep settings_in_doubt");
    assertThat(home.hub.issues()).containsKey("backup_settings_in_doubt");

    home.call("retention/confirm_settings", "{}");
    assertThat(home.hub.issues()).doesNotContainKey("backup_settings_in_doubt");
    String last = home.automatic();
    assertThat(home.one.ids()).contains(last).doesNotContain(newest);
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
  void generations_keep_one_backup_a_day_where_no_number_is_set() throws Exception {
    home.call("retention/update", "{'generations':{'daily':2}}");
    List<String> made = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      made.add(home.automatic());
      made.add(home.automatic());
      home.advance(Duration.ofDays(1).minus(KeepingHub.STEP.multipliedBy(2)));
    }

    assertThat(home.one.ids()).containsExactly(made.get(3), made.get(5));
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
