package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locations and directories that are away: for the moment, again and again, or for good. */
class AbsentPlacesTest {
  @TempDir private Path temporary;
  private Path backups;
  private DeliveryHub home;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(Files.createDirectory(temporary.resolve("home")));
    backups = home.hub.directories().backups();
    home.nas.failUploadsWith(DeliveryHub.asleep());
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private String owed(String... agentIds) throws Exception {
    return home.hub.backup(DeliveryHub.to(agentIds));
  }

  @Test
  void while_the_backup_directory_is_not_there_nothing_that_is_owed_is_dropped() throws Exception {
    String id = owed("backup.local", "test.nas");
    Path unmounted = Files.move(backups, temporary.resolve("unmounted"));
    home.nas.recover();
    home.hub.advance(Duration.ofSeconds(75));
    home.untilTried(2);
    assertThat(home.owed().get(0).getString("error"))
        .startsWith("The backup directory %s is not there at the moment.".formatted(backups));

    Files.move(unmounted, backups);
    home.hub.advance(Duration.ofMinutes(5));

    home.hub.until(() -> home.nas.ids().contains(id));
  }

  @Test
  void while_the_mount_point_is_empty_nothing_that_is_owed_is_dropped() throws Exception {
    String id = owed("backup.local", "test.nas");
    Path unmounted = Files.move(backups, temporary.resolve("unmounted"));
    Files.createDirectory(backups);
    home.nas.recover();
    home.hub.advance(Duration.ofSeconds(75));
    home.untilTried(2);

    Files.delete(backups);
    Files.move(unmounted, backups);
    home.hub.advance(Duration.ofMinutes(5));

    home.hub.until(() -> home.nas.ids().contains(id));
  }

  @Test
  void while_the_archive_cannot_be_read_its_copies_stay_owed() throws Exception {
    owed("backup.local");
    String id = home.hub.backup(DeliveryHub.to("backup.local", "test.nas").put("name", "Sick"));
    Path file =
        backups.resolve(
            BackupHub.names(backups).stream()
                .filter(name -> name.startsWith("Sick"))
                .findFirst()
                .orElseThrow());
    Path healthy = Files.move(file, temporary.resolve("healthy"));
    Files.createSymbolicLink(file, file.getFileName());
    home.nas.recover();
    home.hub.advance(Duration.ofSeconds(75));
    home.untilTried(2);

    Files.delete(file);
    Files.move(healthy, file);
    home.hub.advance(Duration.ofMinutes(5));

    home.hub.until(() -> home.nas.ids().contains(id));
  }

  @Test
  void an_archive_that_somebody_deleted_from_among_others_is_not_owed_any_more() throws Exception {
    owed("backup.local");
    home.hub.backup(DeliveryHub.to("backup.local", "test.nas").put("name", "Going"));
    for (String name : BackupHub.names(backups)) {
      if (name.startsWith("Going")) {
        Files.delete(backups.resolve(name));
      }
    }

    home.hub.advance(Duration.ofSeconds(75));

    home.hub.until(() -> home.owed().isEmpty());
  }

  @Test
  void what_waits_for_a_location_that_was_removed_is_given_up_and_its_space_is_free()
      throws Exception {
    owed("test.nas", "test.cloud");
    assertThat(home.temporaryFiles()).hasSize(1);

    home.hub.removeEntryOf(home.nas);

    home.hub.until(() -> home.owed().isEmpty() && home.temporaryFiles().isEmpty());
  }

  @Test
  void what_waits_for_a_location_that_is_only_switched_off_is_kept() throws Exception {
    String id = owed("test.nas", "test.cloud");
    home.hub.removeAgent(home.nas);
    home.hub.advance(Duration.ofDays(100));
    home.turns();

    assertThat(home.owed()).hasSize(1);
    assertThat(home.temporaryFiles()).hasSize(1);
    home.nas.recover();
    home.hub.addAgent(home.nas);
    home.hub.until(() -> home.nas.ids().contains(id) && home.temporaryFiles().isEmpty());
  }

  @Test
  void a_location_that_was_removed_is_owed_no_new_backup() throws Exception {
    home.hub.removeEntryOf(home.nas);

    owed("test.nas", "test.cloud");

    home.hub.until(() -> home.owed().isEmpty() && home.temporaryFiles().isEmpty());
  }

  @Test
  void a_location_that_is_reloaded_after_each_failure_is_still_tried_less_and_less_often()
      throws Exception {
    owed("backup.local", "test.nas");
    for (int reload = 0; reload < 5; reload++) {
      home.hub.removeAgent(home.nas);
      home.hub.addAgent(home.nas);
      home.turns();
    }
    home.untilTried(2);

    assertThat(home.nas.uploads()).isEqualTo(2);

    home.hub.advance(Duration.ofMinutes(3));
    home.untilTried(3);
  }

  @Test
  void a_location_that_comes_back_another_day_need_not_wait_again() throws Exception {
    String id = owed("backup.local", "test.nas");
    home.hub.removeAgent(home.nas);
    home.hub.addAgent(home.nas);
    home.untilTried(2);
    home.hub.advance(Duration.ofDays(1));
    home.untilTried(3);
    home.hub.removeAgent(home.nas);
    home.nas.recover();

    home.hub.addAgent(home.nas);

    home.hub.until(() -> home.nas.ids().contains(id));
  }
}
