package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.Test;

class PendingRestoreTest extends OrderedRestoreTest {
  @Test
  void without_an_order_nothing_happens() throws Exception {
    Map<String, String> before = contents();

    assertThat(PendingRestore.apply(directories)).isEmpty();

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void the_log_of_deletions_is_not_taken_back() throws Exception {
    Path source = root.resolve("source");
    Files.createDirectories(source.resolve("homekeep_deletions"));
    Files.writeString(source.resolve("homekeep_deletions/deletions.jsonl"), "old");
    Files.delete(archive);
    write(archive, source, true, HomeAssistantVersion.CURRENT);
    Files.createDirectories(directories.deletions());
    Files.writeString(directories.deletions().resolve("deletions.jsonl"), "new");
    order(true, true);

    PendingRestore.apply(directories);

    assertThat(directories.deletions().resolve("deletions.jsonl")).hasContent("new");
  }

  @Test
  void everything_is_replaced_and_only_the_backups_stay() throws Exception {
    order(true, true);

    Optional<RestoreResult> result = PendingRestore.apply(directories);

    assertThat(result).contains(new RestoreResult(Optional.empty()));
    assertThat(contents()).isEqualTo(NEW);
    assertThat(directories.backups().resolve("mine.tar")).hasContent("a backup");
    assertThat(directories.config().resolve(".HA_RESTORE")).doesNotExist();
    assertThat(directories.data().resolve(PendingRestore.STAGING)).doesNotExist();
    assertThat(archive).exists();
  }

  @Test
  void who_asks_meanwhile_is_told_how_far_it_is() throws Exception {
    order(true, true);
    RestoreProgress progress = new RestoreProgress();
    Set<String> told = new LinkedHashSet<>();

    assertThat(PendingRestore.isOrdered(directories)).isTrue();
    new PendingRestore(
            directories,
            () -> told.add(progress.now().sentence()),
            Mounts.ofThisMachine(),
            progress)
        .apply();

    assertThat(told)
        .containsExactly(
            "Looking at the backup.",
            "Everything is unpacked; the disk is writing it.",
            "Putting the data of the backup in its place.",
            "Deleting what is not needed any more.");
    assertThat(PendingRestore.isOrdered(directories)).isFalse();
  }

  @Test
  void how_much_of_the_archive_is_read_is_told_while_it_is_unpacked() throws Exception {
    RestoreProgress progress = new RestoreProgress();
    Path large = root.resolve("large.tar");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(3L << 20);
    }

    try (InputStream in = progress.unpacking("the data", large)) {
      in.skipNBytes(1 << 20);
      assertThat(progress.now().sentence())
          .isEqualTo("Unpacking the data: 1 of 3 MB of the backup are read.");
      assertThat(progress.now().readBytes()).isEqualTo(1 << 20);
      assertThat(progress.now().totalBytes()).isEqualTo(3 << 20);
      in.readAllBytes();
    }

    assertThat(progress.now().sentence())
        .isEqualTo("Unpacking the data: 3 of 3 MB of the backup are read.");
  }

  @Test
  void the_result_is_told_once_and_in_home_assistants_form() throws Exception {
    order(true, true);
    PendingRestore.apply(directories);

    String file = Files.readString(directories.config().resolve(".HA_RESTORE_RESULT"));
    assertThat(new JsonObject(file))
        .isEqualTo(new JsonObject().put("success", true).putNull("error").putNull("error_type"));
    assertThat(RestoreResult.take(directories)).isPresent();
    assertThat(RestoreResult.take(directories)).isEmpty();
  }

  @Test
  void a_temporary_archive_is_removed_after_the_restore() throws Exception {
    new RestoreOrder(archive, Optional.of(KEY), true, true, true, Map.of()).write(directories);

    PendingRestore.apply(directories);

    assertThat(archive).doesNotExist();
  }

  @Test
  void the_database_alone_is_replaced_with_its_old_log_gone() throws Exception {
    Map<String, String> expected = new TreeMap<>(contents());
    expected.put(DATABASE, "new database");
    expected.remove(DATABASE + "-wal");
    order(true, false);

    Optional<RestoreResult> result = PendingRestore.apply(directories);

    assertThat(result).contains(new RestoreResult(Optional.empty()));
    assertThat(contents()).isEqualTo(expected);
  }

  @Test
  void all_but_the_database_is_replaced() throws Exception {
    Map<String, String> expected = new TreeMap<>(NEW);
    expected.put(DATABASE, "old database");
    expected.put(DATABASE + "-wal", "old log");
    order(false, true);

    PendingRestore.apply(directories);

    assertThat(contents()).isEqualTo(expected);
  }

  @Test
  void a_backup_without_database_leaves_the_database_that_is_there() throws Exception {
    Files.delete(archive);
    write(archive, root.resolve("source"), false, HomeAssistantVersion.CURRENT);
    order(true, true);

    PendingRestore.apply(directories);

    assertThat(contents()).containsEntry(DATABASE, "old database").containsKey("added.yaml");
  }

  @Test
  void the_hubs_directory_stays_where_the_data_is_reached_through_a_link() throws Exception {
    Path home = directories.data();
    Path link = Files.createSymbolicLink(root.resolve("link"), home);
    Path hub = Files.createDirectories(home.resolve("homekeep"));
    Files.writeString(hub.resolve("state"), "mine");
    directories = new HubDirectories(hub, link);
    order(true, true);

    PendingRestore.apply(directories);

    assertThat(hub.resolve("state")).hasContent("mine");
    assertThat(home.resolve("added.yaml")).hasContent("new");
  }

  @Test
  void a_file_system_mounted_on_the_backups_is_in_nobodys_way() throws Exception {
    Path mount = directories.data().toRealPath().resolve("backups");
    order(true, true);

    Mounts onlyThere = directory -> mount.startsWith(directory) ? List.of(mount) : List.of();
    Optional<RestoreResult> result = new PendingRestore(directories, () -> {}, onlyThere).apply();

    assertThat(result).contains(new RestoreResult(Optional.empty()));
    assertThat(contents()).isEqualTo(NEW);
  }

  @Test
  void data_elsewhere_is_restored_there_and_the_hubs_own_directory_stays() throws Exception {
    Path hub = Files.createDirectories(root.resolve("hub"));
    Files.writeString(hub.resolve("state"), "mine");
    directories = new HubDirectories(hub, directories.data());
    order(true, true);

    PendingRestore.apply(directories);

    assertThat(contents()).isEqualTo(NEW);
    assertThat(hub.resolve("state")).hasContent("mine");
  }
}
