package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Promise;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.homekeep.core.backup.manager.IncomingArchive;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage does not spread from one location to another, and never passes for verified. */
class DamagedArchiveTest {
  private static final String DAMAGED_HERE = "backup_copy_not_as_sent_backup.local";

  @TempDir private Path directory;
  private DeliveryHub home;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private String owed(String... agentIds) throws Exception {
    home.nas.failUploadsWith(DeliveryHub.asleep());
    return home.hub.backup(DeliveryHub.to(agentIds));
  }

  private void nasWakesUp() throws Exception {
    home.nas.recover();
    home.hub.advance(Duration.ofSeconds(75));
  }

  private String refusedToSend(String id, String agentId) throws Exception {
    return home.hub.refused(
        "homekeep/backup/deliver", DeliveryHub.to(agentId).put("backup_id", id));
  }

  @Test
  void what_rotted_here_while_a_location_slept_is_not_sent_there() throws Exception {
    String id = owed("backup.local", "test.nas");
    assertThat(home.verified("backup.local", id)).isEqualTo("written_here");
    DeliveryHub.rot(home.stored().get(0));

    nasWakesUp();
    home.untilTried(2);

    assertThat(home.nas.uploads()).isEqualTo(1);
    assertThat(home.owed().get(0).getString("error"))
        .isEqualTo(
            "Nothing was sent, because the archive on this machine could not be used: Its checksum is not the one that was measured when it was made.");
    assertThat(home.hub.issues()).containsKey(DAMAGED_HERE);
    assertThat(home.verified("backup.local", id)).isEqualTo("no");
  }

  @Test
  void what_was_cut_here_while_a_location_slept_is_not_sent_there_after_a_restart_either()
      throws Exception {
    owed("test.nas");
    Path file = home.temporaryFiles().get(0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 10_240));
    home.hub.close();
    home.nas.recover();

    home.open();
    home.untilTried(2);

    assertThat(home.nas.ids()).isEmpty();
    assertThat(home.owed().get(0).getString("error")).contains("bytes, and had");
    assertThat(home.temporaryFiles()).containsExactly(file);
  }

  @Test
  void an_archive_that_can_be_read_again_is_sent_a_day_later() throws Exception {
    String id = owed("backup.local", "test.nas");
    Path file = home.stored().get(0);
    byte[] whole = Files.readAllBytes(file);
    DeliveryHub.rot(file);
    nasWakesUp();
    home.untilTried(2);
    Files.write(file, whole);

    home.hub.advance(Duration.ofDays(1));

    home.hub.until(() -> home.nas.ids().contains(id));
  }

  @Test
  void a_damaged_copy_is_not_sent_on() throws Exception {
    String id = home.hub.backup(DeliveryHub.to("test.cloud"));
    byte[] whole = home.cloud.bytes(id);
    home.cloud.put(home.cloud.remove(id), DeliveryHub.rotten(whole));

    assertThat(refusedToSend(id, "test.nas"))
        .contains("The copy of the backup at cloud is damaged:")
        .endsWith("It was left there, and is not sent on.");
    assertThat(home.owed()).isEmpty();
    assertThat(home.temporaryFiles()).isEmpty();
    assertThat(home.verified("test.cloud", id)).isEqualTo("no");
    assertThat(home.hub.issues()).containsKey("backup_copy_not_as_sent_test.cloud");
  }

  @Test
  void a_copy_that_is_no_archive_any_more_is_told_as_damaged() throws Exception {
    String id = home.hub.backup(DeliveryHub.to("test.cloud"));
    int size = home.cloud.bytes(id).length;
    home.cloud.put(home.cloud.remove(id), new byte[size]);

    assertThat(refusedToSend(id, "test.nas"))
        .contains("The copy of the backup at cloud is damaged: This is not a backup archive")
        .endsWith("It was left there, and is not sent on.");
    assertThat(home.verified("test.cloud", id)).isEqualTo("no");
    assertThat(home.hub.issues()).containsKey("backup_copy_not_as_sent_test.cloud");
  }

  @Test
  void the_archive_of_another_backup_is_not_sent_in_the_place_of_one() throws Exception {
    String other = home.hub.backup(DeliveryHub.to("test.nas"));
    home.hub.advance(Duration.ofMinutes(1));
    String id = home.hub.backup(DeliveryHub.to("test.cloud"));
    byte[] others = home.nas.bytes(other);
    home.cloud.put(home.cloud.remove(id).withSize(others.length), others);

    assertThat(refusedToSend(id, "backup.local"))
        .endsWith(
            "The copy of the backup at cloud is damaged: It is the archive of another backup, %s. It was left there, and is not sent on."
                .formatted(other));
    assertThat(home.stored()).isEmpty();
    assertThat(home.verified("test.cloud", id)).isEqualTo("no");
  }

  @Test
  void a_damaged_copy_here_is_not_sent_on() throws Exception {
    String id = home.hub.backup(DeliveryHub.to("backup.local"));
    DeliveryHub.rot(home.stored().get(0));

    assertThat(refusedToSend(id, "test.nas")).contains("at This system is damaged");
    assertThat(home.nas.uploads()).isZero();
  }

  @Test
  void a_backup_is_fetched_from_where_it_is_not_damaged() throws Exception {
    MemoryAgent third = home.hub.addAgent("third");
    String id = home.hub.backup(DeliveryHub.to("test.cloud", "test.third"));
    home.cloud.put(home.cloud.remove(id), DeliveryHub.rotten(third.bytes(id)));

    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id));
    home.hub.until(() -> home.nas.ids().contains(id) && home.temporaryFiles().isEmpty());

    assertThat(home.nas.bytes(id)).isEqualTo(third.bytes(id));
  }

  @Test
  void a_copy_that_came_here_from_elsewhere_was_read_before_it_counts_as_verified()
      throws Exception {
    String id = home.hub.backup(DeliveryHub.to("test.cloud"));

    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("backup.local").put("backup_id", id));
    home.hub.until(() -> home.owed().isEmpty());

    assertThat(home.verified("backup.local", id)).isEqualTo("read_back");
  }

  @Test
  void an_upload_that_the_disk_gives_back_otherwise_is_not_stored() throws Exception {
    String id = home.hub.backup(DeliveryHub.to("test.cloud"));
    byte[] archive = home.cloud.bytes(id);
    IncomingArchive incoming = () -> new IncomingArchive.Opened("a.tar", new Rotting(archive));

    assertThat(
            catchThrowable(
                () ->
                    home.hub.async(
                        () ->
                            home.hub
                                .backups()
                                .manager()
                                .receive(List.of("backup.local"), incoming))))
        .hasMessageStartingWith("The disk gave back other bytes than were written to it.");
    assertThat(home.stored()).isEmpty();
  }

  /** A stream after whose end what was written of it has changed. */
  private final class Rotting extends FilterInputStream {
    private boolean rotten;

    Rotting(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      if (count < 0 && !rotten) {
        rotten = true;
        rot();
      }
      return count;
    }

    private void rot() throws IOException {
      Path backups = home.hub.directories().backups();
      for (String name : BackupHub.names(backups)) {
        DeliveryHub.rot(backups.resolve(name));
      }
    }
  }

  @Test
  void from_the_first_byte_of_another_upload_on_the_copy_that_was_there_is_not_verified()
      throws Exception {
    String id = home.hub.backup(DeliveryHub.to("test.nas"));
    byte[] archive = home.nas.bytes(id);
    assertThat(home.verified("test.nas", id)).isEqualTo("read_back");
    Promise<Void> gate = home.nas.holdUploads();
    InputStream body = new ByteArrayInputStream(archive);

    home.hub.onContext(
        () ->
            home.hub
                .backups()
                .manager()
                .receive(List.of("test.nas"), () -> new IncomingArchive.Opened("a.tar", body)));
    home.hub.until(() -> home.nas.uploading() == 1);

    assertThat(home.verified("test.nas", id)).isEqualTo("no");
    gate.complete();
    home.hub.until(() -> home.verified("test.nas", id).equals("read_back"));
  }
}
