package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed after an archive is finished and before it has its name. */
class CrashBeforeAdoptionTest {
  @TempDir private Path directory;
  private DeliveryHub home;
  private Path backups;
  private Path partial;
  private String id;

  @BeforeEach
  void leaveWhatTheCrashLeaves() throws Exception {
    home = new DeliveryHub(directory);
    backups = home.hub.directories().backups();
    home.nas.failUploadsWith(DeliveryHub.asleep());
    id = home.hub.backup(DeliveryHub.to("backup.local", "test.nas"));
    home.hub.close();
    partial = backups.resolve(".homekeep-" + id + ".partial");
    Files.move(backups.resolve(BackupHub.names(backups).get(0)), partial);
  }

  @AfterEach
  void stop() {
    home.close();
  }

  @Test
  void the_backup_is_stored_here_after_the_start_and_is_delivered() throws Exception {
    home.nas.recover();
    home.open();

    home.hub.until(() -> home.nas.ids().contains(id) && home.owed().isEmpty());
    assertThat(home.holders(id)).containsExactly("backup.local", "test.nas");
    assertThat(partial).doesNotExist();
  }

  @Test
  void an_archive_that_is_here_already_is_not_stored_twice() throws Exception {
    home.open();
    home.hub.close();
    Files.copy(backups.resolve(BackupHub.names(backups).get(0)), partial);
    home.open();

    assertThat(BackupHub.names(backups)).hasSize(1);
    assertThat(partial).doesNotExist();
  }

  @Test
  void an_archive_that_is_not_whole_does_not_stay() throws Exception {
    Files.write(partial, new byte[] {1, 2, 3});
    home.open();

    assertThat(BackupHub.names(backups)).isEmpty();
  }
}
