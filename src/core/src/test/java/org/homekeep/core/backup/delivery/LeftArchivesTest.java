package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.Vectors;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that a start finds and that no journal names. */
class LeftArchivesTest {
  private static final String UPLOAD = "123e4567-e89b-42d3-a456-426614174000";

  @TempDir private Path directory;
  private DeliveryHub home;
  private Path backups;
  private Path temporary;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
    backups = home.hub.directories().backups();
    temporary = home.hub.directories().temporary();
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private List<Path> generationsOfTheJournal() throws IOException {
    try (var files = Files.list(directory.resolve(".storage"))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("homekeep.deliveries"))
          .toList();
    }
  }

  private void loseTheJournal() throws IOException {
    for (Path file : generationsOfTheJournal()) {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_only_copy_of_a_backup_is_stored_when_the_journal_is_lost(boolean gone) throws Exception {
    home.nas.failUploadsWith(DeliveryHub.asleep());
    String id = home.hub.backup(DeliveryHub.to("test.nas"));
    home.hub.close();
    for (Path file : generationsOfTheJournal()) {
      if (gone) {
        Files.delete(file);
      } else {
        Files.writeString(file, "{\"version\":1,");
      }
    }

    home.open();

    assertThat(home.holders(id)).containsExactly("backup.local");
    assertThat(BackupHub.names(temporary)).isEmpty();
    assertThat(home.hub.issues().get("backup_found_at_start").placeholders().get("backups"))
        .contains("backup");
  }

  @Test
  void an_archive_that_a_location_is_known_to_hold_is_not_stored_here() throws Exception {
    home.nas.failUploadsWith(DeliveryHub.asleep());
    String id = home.hub.backup(DeliveryHub.to("test.nas", "test.cloud"));
    home.hub.close();
    loseTheJournal();

    home.open();

    assertThat(home.holders(id)).containsExactly("test.cloud");
    assertThat(BackupHub.names(temporary)).isEmpty();
    assertThat(home.hub.issues()).doesNotContainKey("backup_found_at_start");
  }

  @Test
  void a_backup_that_a_person_has_deleted_does_not_come_back() throws Exception {
    home.nas.failUploadsWith(DeliveryHub.asleep());
    String id = home.hub.backup(DeliveryHub.to("test.nas"));
    Path archive = temporary.resolve(BackupHub.names(temporary).get(0));
    byte[] whole = Files.readAllBytes(archive);
    home.hub.call("backup/delete", DeliveryHub.of(id));
    home.hub.close();
    // The power went before the deletion of the file was on the disk.
    Files.write(archive, whole);

    home.open();

    assertThat(home.holders(id)).isEmpty();
    assertThat(BackupHub.names(temporary)).isEmpty();
  }

  @Test
  void a_backup_for_here_alone_that_was_finished_before_a_kill_is_stored() throws Exception {
    String id = home.hub.backup(DeliveryHub.to("backup.local"));
    home.hub.close();
    Path partial = backups.resolve(".homekeep-" + id + ".partial");
    Files.move(backups.resolve(BackupHub.names(backups).get(0)), partial);

    home.open();

    assertThat(home.holders(id)).containsExactly("backup.local");
    assertThat(partial).doesNotExist();
  }

  @Test
  void an_archive_that_was_not_finished_goes() throws Exception {
    home.hub.backup(DeliveryHub.to("backup.local"));
    home.hub.close();
    byte[] whole = Files.readAllBytes(backups.resolve(BackupHub.names(backups).get(0)));
    byte[] half = java.util.Arrays.copyOf(whole, 2_700);
    Files.write(temporary.resolve("0badc0de.tar"), half);
    Files.write(temporary.resolve(UPLOAD + ".tar"), half);
    Files.write(backups.resolve(".homekeep-0badc0de.partial"), half);

    home.open();

    assertThat(BackupHub.names(temporary)).isEmpty();
    assertThat(BackupHub.names(backups)).hasSize(1);
    assertThat(home.hub.issues()).isEmpty();
  }

  @Test
  void an_upload_that_was_whole_before_a_kill_is_kept_from_retention() throws Exception {
    home.hub.close();
    Path archive = Vectors.path("ha-v3-gz-2026.4.1.tar");
    Files.createDirectories(temporary);
    Files.copy(archive, temporary.resolve(UPLOAD + ".tar"));
    String id = new ArchiveEngine(SecureTarVersion.V3).describe(archive).backupId();

    home.open();

    assertThat(home.holders(id)).containsExactly("backup.local");
    assertThat(Files.readString(directory.resolve(".storage/homekeep.backup"))).contains(id);
  }

  @Test
  void what_cannot_be_tidied_up_is_told_and_keeps_no_hub_down() throws Exception {
    String id = home.hub.backup(DeliveryHub.to("backup.local"));
    home.hub.close();
    Path obstacle = backups.resolve(".homekeep-0badc0de.partial");
    Files.createDirectories(obstacle.resolve("in the way"));

    home.open();

    assertThat(home.holders(id)).containsExactly("backup.local");
    assertThat(home.hub.issues()).containsKey("backup_leftovers_not_tidied");

    home.hub.close();
    Files.delete(obstacle.resolve("in the way"));
    Files.delete(obstacle);
    home.open();
    assertThat(home.hub.issues()).isEmpty();
  }
}
