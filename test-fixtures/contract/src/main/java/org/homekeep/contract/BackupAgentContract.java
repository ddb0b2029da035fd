package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.backup.UploadNote;
import org.junit.jupiter.api.Test;

/** What every location does that keeps backups (backup.md §1.4). */
public abstract class BackupAgentContract extends CleanUpContract {
  @Test
  void a_new_location_is_empty() throws Exception {
    assertThat(ids()).isEmpty();
  }

  @Test
  void what_was_stored_is_listed_and_described_as_it_was() throws Exception {
    AgentBackup backup = store("aaaa0001", bytes(SIZE));

    assertThat(hub().await(agent()::listBackups)).containsExactly(backup);
    assertThat(hub().await(() -> agent().getBackup("aaaa0001"))).isEqualTo(backup);
  }

  @Test
  void what_was_stored_comes_back_byte_for_byte() throws Exception {
    store("aaaa0001", bytes(SIZE));

    assertThat(download("aaaa0001")).isEqualTo(bytes(SIZE));
  }

  @Test
  void what_the_location_says_of_its_bytes_is_true_or_it_says_nothing() throws Exception {
    store("aaaa0001", bytes(SIZE));

    Optional<StoredBytes> said = hub().await(() -> agent().storedBytes("aaaa0001"));

    assertThat(said.map(StoredBytes::size)).isIn(Optional.empty(), Optional.of((long) SIZE));
    for (StoredBytes each : said.stream().toList()) {
      String algorithm = each.algorithm() == StoredBytes.Algorithm.SHA_1 ? "SHA-1" : "SHA-256";
      byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes(SIZE));
      assertThat(each.checksum()).isEqualTo(HexFormat.of().formatHex(digest));
    }
  }

  @Test
  void an_archive_of_one_byte_is_an_archive() throws Exception {
    store("aaaa0001", bytes(1));

    assertThat(download("aaaa0001")).isEqualTo(bytes(1));
  }

  @Test
  void several_are_kept_apart() throws Exception {
    store("aaaa0001", bytes(SIZE));
    store("aaaa0002", bytes(SIZE + 1));

    assertThat(ids()).containsExactlyInAnyOrder("aaaa0001", "aaaa0002");
    assertThat(download("aaaa0001")).isEqualTo(bytes(SIZE));
    assertThat(download("aaaa0002")).isEqualTo(bytes(SIZE + 1));
  }

  @Test
  void what_was_deleted_is_gone_and_the_others_are_not() throws Exception {
    store("aaaa0001", bytes(SIZE));
    store("aaaa0002", bytes(SIZE));

    hub().await(() -> agent().deleteBackup("aaaa0001"));

    assertThat(ids()).containsExactly("aaaa0002");
  }

  @Test
  void what_is_not_there_cannot_be_described_downloaded_or_deleted() {
    for (String id : List.of("ffffffff", "../../etc", "")) {
      for (Future<?> asked :
          List.of(
              hub().start(() -> agent().getBackup(id)),
              hub().start(() -> agent().downloadBackup(id, in -> {})),
              hub().start(() -> agent().deleteBackup(id)))) {
        assertThat(catchThrowable(() -> hub().await(asked)))
            .isInstanceOf(BackupNotFoundException.class);
      }
    }
  }

  @Test
  void the_name_of_a_backup_is_no_name_of_a_file() throws Exception {
    List<String> names =
        List.of(
            "../../outside",
            "/etc/passwd",
            "a\\b:c*?\"<>|",
            ".hidden",
            "ü \u0000 ☃",
            "x".repeat(500));
    for (int i = 0; i < names.size(); i++) {
      AgentBackup backup = backup("aaaa000" + i, names.get(i), 10);
      hub().await(uploading(backup, () -> new ByteArrayInputStream(bytes(10))));
    }

    assertThat(hub().await(agent()::listBackups))
        .extracting(AgentBackup::name)
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void the_progress_of_an_upload_ends_at_its_size() throws Exception {
    byte[] archive = bytes(SIZE);
    List<Long> told = new CopyOnWriteArrayList<>();
    BackupUpload upload =
        new BackupUpload(
            backup("aaaa0001", "x", SIZE),
            () -> new ByteArrayInputStream(archive),
            told::add,
            () -> Wish.GO_ON,
            UploadNote.unkept());

    hub().await(() -> agent().uploadBackup(upload));

    assertThat(told).isNotEmpty();
    assertThat(told.get(told.size() - 1)).isEqualTo(SIZE);
  }

  @Test
  void an_upload_that_is_not_wanted_any_more_leaves_nothing_behind() throws Exception {
    BackupUpload upload =
        new BackupUpload(
            backup("aaaa0001", "x", SIZE),
            () -> new ByteArrayInputStream(bytes(SIZE)),
            sent -> {},
            () -> Wish.GIVE_UP,
            UploadNote.unkept());

    assertThat(catchThrowable(() -> hub().await(() -> agent().uploadBackup(upload)))).isNotNull();
    assertThat(ids()).isEmpty();
  }

  @Test
  void an_archive_that_breaks_off_is_not_kept() throws Exception {
    InputStream breaking =
        new SequenceInputStream(new ByteArrayInputStream(bytes(SIZE / 2)), new Breaking());

    Throwable failure =
        catchThrowable(() -> hub().await(uploading(backup("aaaa0001", "x", SIZE), () -> breaking)));

    assertThat(failure).isNotNull();
    assertThat(ids()).isEmpty();
  }

  @Test
  void an_archive_that_is_shorter_than_was_said_is_not_kept() throws Exception {
    byte[] shorter = Arrays.copyOf(bytes(SIZE), SIZE - 1);

    Throwable failure =
        catchThrowable(
            () ->
                hub()
                    .await(
                        uploading(
                            backup("aaaa0001", "x", SIZE),
                            () -> new ByteArrayInputStream(shorter))));

    assertThat(failure).isNotNull();
    assertThat(ids()).isEmpty();
  }

  @Test
  void a_reader_that_goes_away_does_no_harm() throws Exception {
    store("aaaa0001", bytes(SIZE));

    Throwable failure =
        catchThrowable(
            () ->
                hub()
                    .await(
                        () ->
                            agent()
                                .downloadBackup(
                                    "aaaa0001",
                                    in -> {
                                      in.readNBytes(10);
                                      throw new IOException("the reader has gone");
                                    })));

    assertThat(failure).isNotNull();
    assertThat(download("aaaa0001")).isEqualTo(bytes(SIZE));
  }

  @Test
  void two_uploads_at_the_same_time_are_both_kept() throws Exception {
    Future<Void> one =
        uploading(backup("aaaa0001", "one", SIZE), () -> new ByteArrayInputStream(bytes(SIZE)));
    Future<Void> other =
        uploading(backup("aaaa0002", "other", SIZE), () -> new ByteArrayInputStream(bytes(SIZE)));
    hub().await(one);
    hub().await(other);

    assertThat(ids()).containsExactlyInAnyOrder("aaaa0001", "aaaa0002");
    assertThat(download("aaaa0002")).isEqualTo(bytes(SIZE));
  }

  @Test
  void what_another_entry_of_the_same_service_finds_is_the_same() throws Exception {
    AgentBackup backup = store("aaaa0001", bytes(SIZE));

    BackupAgent fresh = setUp(entry(rightInput())).backupAgents().get(0);

    assertThat(hub().await(fresh::listBackups)).containsExactly(backup);
  }

  /** An id is the hub's; what fails is told in a way that the hub understands. */
  @Test
  void what_is_not_there_is_told_with_its_error_code() {
    Throwable failure = catchThrowable(() -> hub().await(() -> agent().getBackup("ffffffff")));

    assertThat(failure).isInstanceOf(BackupAgentException.class);
    assertThat(((BackupAgentException) failure).errorCode()).isEqualTo("backup_not_found");
  }
}
