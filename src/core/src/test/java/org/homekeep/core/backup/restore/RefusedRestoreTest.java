package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.junit.jupiter.api.Test;

/** Orders to restore that change nothing. */
class RefusedRestoreTest extends OrderedRestoreTest {
  private void assertUntouched(String error) throws Exception {
    Map<String, String> before = contents();

    Optional<RestoreResult> result = PendingRestore.apply(directories);

    assertThat(result.orElseThrow().error().orElseThrow()).contains(error);
    assertThat(contents()).isEqualTo(before);
    assertThat(directories.config().resolve(".HA_RESTORE")).doesNotExist();
    assertThat(PendingRestore.apply(directories)).isEmpty();
  }

  @Test
  void a_wrong_key_changes_nothing() throws Exception {
    new RestoreOrder(archive, Optional.of(Secret.of("wrong")), false, true, true, Map.of())
        .write(directories);

    assertUntouched(
        "The encryption key does not open all of the backup, so nothing was changed. It was tried on one part before: the other parts are encrypted with another key, or the archive was exchanged since. Restore another backup, or take out what opens with 'homekeep archive extract'.");
  }

  @Test
  void a_missing_archive_changes_nothing() throws Exception {
    order(true, true);
    Files.delete(archive);

    assertUntouched("Backup file " + archive + " does not exist");
  }

  @Test
  void a_truncated_archive_changes_nothing() throws Exception {
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, java.util.Arrays.copyOf(whole, 3000));
    order(true, true);

    assertUntouched("");
  }

  @Test
  void an_archive_that_holds_no_data_changes_nothing() throws Exception {
    Files.delete(archive);
    PartSource elsewhere =
        new PartSource(
            "homeassistant",
            "elsewhere",
            root.resolve("source"),
            Exclusions.none(),
            Map.of(),
            Omissions.none());
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(
                metadata(true, HomeAssistantVersion.CURRENT), List.of(elsewhere), Optional.of(KEY)),
            archive,
            ArchiveObserver.none());
    order(true, true);

    assertUntouched("There is no data in the backup");
  }

  @Test
  void a_backup_of_a_newer_version_changes_nothing() throws Exception {
    Files.delete(archive);
    write(archive, root.resolve("source"), true, "2999.1.0");
    order(true, true);

    assertUntouched("You need at least Home Assistant version 2999.1.0 to restore this backup");
  }

  @Test
  void a_file_system_mounted_within_the_data_is_named_and_nothing_changes() throws Exception {
    Map<String, String> before = contents();
    Path mount = directories.data().toRealPath().resolve("nested/old");
    order(true, true);

    Optional<RestoreResult> result =
        new PendingRestore(directories, () -> {}, directory -> List.of(mount)).apply();

    assertThat(result.orElseThrow().error().orElseThrow())
        .contains("mounted within the data, at " + mount);
    assertThat(contents()).containsAllEntriesOf(before);
  }

  @Test
  void what_a_restore_left_is_not_deleted_while_a_file_system_is_mounted_in_it() throws Exception {
    Path precious =
        Files.createDirectories(directories.data().resolve(PendingRestore.STAGING + "/old/mount"))
            .resolve("precious");
    Files.writeString(precious, "precious");

    new PendingRestore(directories, () -> {}, directory -> List.of(precious.getParent())).apply();

    assertThat(precious).hasContent("precious");
  }

  @Test
  void an_order_that_cannot_be_read_is_deleted_and_told() throws Exception {
    Files.writeString(directories.config().resolve(".HA_RESTORE"), "{\"path\":");

    assertUntouched("cannot be read");
  }
}
