package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.backup.manager.KeepingHub.plant;

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

/** Copies and days as backup.md §3.4 and §10 have them, and what is stricter. */
class RetentionTest extends KeepingHubTest {
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
  void what_a_person_could_not_delete_everywhere_goes_when_its_time_comes() throws Exception {
    String first = home.automatic();
    home.one.failDeletionsWith(new BackupAgentException("No."));
    home.hub.call("backup/delete", new JsonObject().put("backup_id", first));
    home.one.recover();
    assertThat(home.one.ids()).containsExactly(first);

    home.update("{'retention':{'copies':1}}");
    String newest = home.automatic();

    assertThat(home.one.ids()).containsExactly(newest);
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
}
