package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Room on the disks for a restore, before anything is touched. */
class RestoreSpaceTest {
  private static final int MB = 1 << 20;
  private static final String KEY = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG";

  @TempDir private Path temporary;
  private final List<Path> mounted = new ArrayList<>();
  private Path data;
  private Path media;
  private HubDirectories directories;
  private Optional<BackupHub> hub = Optional.empty();

  @BeforeEach
  void directories() throws Exception {
    data = Files.createDirectories(temporary.toRealPath().resolve("data"));
    media = Files.createDirectories(temporary.toRealPath().resolve("media"));
    directories = new HubDirectories(temporary.resolve("hub"), data);
  }

  @AfterEach
  void stop() throws Exception {
    hub.ifPresent(BackupHub::close);
    Collections.reverse(mounted);
    for (Path mount : mounted) {
      assertThat(run("umount", "-l", mount.toString())).isTrue();
    }
  }

  /** Half a megabyte of settings, three of history, five of films. */
  private BackupHub filled() throws Exception {
    Files.write(data.resolve("large.bin"), ones(MB / 2));
    Files.write(data.resolve("home-assistant_v2.db"), ones(3 * MB));
    Files.write(media.resolve("film.mkv"), ones(5 * MB));
    BackupHub started =
        BackupHub.open(directories, Map.of("backup.folder_media", media.toString())).start();
    hub = Optional.of(started);
    return started;
  }

  private static byte[] ones(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  @Test
  void where_files_are_zeros_they_take_no_room() throws Exception {
    Files.write(data.resolve("image.raw"), new byte[6 * MB]);
    filled().backup(to("backup.local"));

    assertThat(missing(order(true, true, false), disks(false, 20L * MB, 0))).isEmpty();
  }

  private static JsonObject to(String agentId) {
    return new JsonObject().put("agent_ids", new JsonArray().add(agentId)).put("password", KEY);
  }

  private RestoreOrder order(boolean database, boolean homeAssistant, boolean folder)
      throws IOException {
    try (var files = Files.newDirectoryStream(directories.backups(), "*.tar")) {
      return new RestoreOrder(
          files.iterator().next(),
          Optional.of(Secret.of(KEY)),
          false,
          database,
          homeAssistant,
          folder ? Map.of(Folder.MEDIA, media) : Map.of());
    }
  }

  /** A machine of one disk, or with one for the folder alone. */
  private Disks disks(boolean one, long freeForData, long freeForMedia) {
    return new Disks() {
      @Override
      public Object of(Path directory) {
        return one ? "the disk" : directory;
      }

      @Override
      public long free(Path directory) {
        return directory.equals(media) ? freeForMedia : freeForData;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    // what comes back: database, the rest, folder; megabytes that are needed for data and folder
    "true,  true,  false, 20, 0",
    "true,  false, false, 20, 0",
    "false, true,  false, 17, 0",
    "true,  true,  true,  20, 22",
    "false, false, true,  0,  22",
  })
  void each_disk_needs_room_for_what_is_unpacked_there_and_16_mb(
      boolean database, boolean homeAssistant, boolean folder, int forData, int forMedia)
      throws Exception {
    filled().backup(to("backup.local"));
    RestoreOrder order = order(database, homeAssistant, folder);

    assertThat(missing(order, disks(false, (long) forData * MB, (long) forMedia * MB))).isEmpty();
    if (forData > 0) {
      assertThat(missing(order, disks(false, (forData - 1L) * MB, (long) forMedia * MB)))
          .get()
          .asString()
          .contains(
              "%d MB are free in %s, and %d MB are needed".formatted(forData - 1, data, forData))
          .doesNotContain(media.toString());
    }
    if (forMedia > 0) {
      assertThat(missing(order, disks(false, (long) forData * MB, (forMedia - 1L) * MB)))
          .get()
          .asString()
          .contains(
              "%d MB are free in %s, and %d MB are needed".formatted(forMedia - 1, media, forMedia))
          .doesNotContain(data.toString());
    }
  }

  private Optional<String> missing(RestoreOrder order, Disks disks) throws IOException {
    return new RestoreSpace(directories, disks).missing(order, () -> false);
  }

  @Test
  void directories_of_one_disk_share_its_room() throws Exception {
    filled().backup(to("backup.local"));
    RestoreOrder order = order(true, true, true);

    assertThat(missing(order, disks(true, 25L * MB, 25L * MB))).isEmpty();
    assertThat(missing(order, disks(true, 24L * MB, 24L * MB)))
        .contains(
            "There is not enough space to restore the backup: 24 MB are free in %s, and 25 MB are needed. What is there now stays until all of the backup is unpacked. Nothing was changed. Free some space and restore again."
                .formatted(data));
  }

  @Test
  void looking_ends_when_the_hub_stops() throws Exception {
    filled().backup(to("backup.local"));
    RestoreOrder order = order(true, true, true);

    assertThatThrownBy(() -> new RestoreSpace(directories).missing(order, () -> true))
        .isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void a_backup_that_cannot_be_fetched_for_lack_of_room_is_not_fetched() throws Exception {
    BackupHub home = filled();
    MemoryAgent remote = home.addAgent("remote");
    String id = home.backup(to("test.remote"));
    AgentBackup stored = remote.getBackup(id).await();
    remote.put(stored.with(true, 1L << 60), remote.bytes(id));

    int before = remote.downloads();
    String refusal =
        home.refused(
            "backup/restore", new JsonObject().put("backup_id", id).put("agent_id", "test.remote"));

    assertThat(refusal)
        .startsWith("home_assistant_error: There is not enough space to fetch the backup: ")
        .contains("1099511627792 MB are needed");
    assertThat(remote.downloads()).isEqualTo(before);
    assertNothingChanged(home);
  }

  private void assertNothingChanged(BackupHub home) throws Exception {
    assertThat(home.restarts()).isZero();
    assertThat(directories.config().resolve(".HA_RESTORE")).doesNotExist();
    assertThat(home.steps()).endsWith("restore_backup/failed/backup_reader_writer_error", "idle");
    assertThat(BackupHub.names(data)).doesNotContain(PendingRestore.STAGING);
    assertThat(BackupHub.names(directories.temporary())).isEmpty();
  }

  private void mountSmallDisk(Path place, int megabytes) throws Exception {
    String size = "size=" + megabytes + "m";
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size, "none", place.toString()),
        "Only root mounts a small disk");
    mounted.add(place);
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  @Test
  void a_full_disk_refuses_the_whole_and_lets_the_database_alone_through() throws Exception {
    mountSmallDisk(data, 24);
    BackupHub home = filled();
    Files.write(data.resolve("large.bin"), ones(4 * MB));
    String id = home.backup(to("backup.local"));
    JsonObject command = new JsonObject().put("backup_id", id).put("agent_id", "backup.local");

    assertThat(home.refused("backup/restore", command))
        .startsWith("home_assistant_error: There is not enough space to restore the backup: ")
        .contains(" MB are free in " + data + ", and 24 MB are needed.")
        .doesNotContain(media.toString());
    assertNothingChanged(home);
    Files.delete(data.resolve("large.bin"));
    home.call("backup/restore", command.put("restore_homeassistant", false));

    assertThat(home.restarts()).isEqualTo(1);
  }
}
