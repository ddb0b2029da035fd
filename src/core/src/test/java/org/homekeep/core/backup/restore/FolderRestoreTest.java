package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.snapshot.Snapshot;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data and folders that are exchanged together, whenever the power goes. */
class FolderRestoreTest {
  private static final Secret KEY = Secret.of("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG");
  private static final Map<String, String> OLD =
      Map.of("home/a", "old", "home/b", "old", "media/a", "old", "media/x/y", "old");
  private static final Map<String, String> NEW =
      Map.of("home/a", "new", "home/c", "new", "media/a", "new", "media/film", "new");

  private Path root;
  private Path media;
  private Path archive;
  private HubDirectories directories;

  @BeforeEach
  void prepare(@TempDir Path temporary) throws IOException {
    root = temporary.toRealPath();
    media = root.resolve("live/media");
    directories = new HubDirectories(root.resolve("live/home"), root.resolve("live/home"));
    fill("source", NEW);
    fill("live", OLD);
    archive = root.resolve("backup.tar");
    ArchiveMetadata metadata =
        ArchiveMetadata.ofHomeAssistant(
                "c0cb53bd",
                "test",
                "2025-01-30T05:42:12.345678-08:00",
                true,
                Map.of(),
                new ArchiveMetadata.HomeAssistant(HomeAssistantVersion.CURRENT, false))
            .withFolders(List.of("media"));
    PartSource data =
        PartSource.homeAssistant(
            root.resolve("source/home"), Exclusions.none(), Map.of(), Omissions.none());
    PartSource folder =
        new FolderDirectory(Folder.MEDIA, root.resolve("source/media")).source(Snapshot.none());
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata, List.of(data, folder), Optional.of(KEY)),
            archive,
            ArchiveObserver.none());
  }

  private void fill(String place, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = root.resolve(place).resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }

  private void order(boolean homeAssistant) throws IOException {
    new RestoreOrder(
            archive,
            Optional.of(KEY),
            false,
            homeAssistant,
            homeAssistant,
            Map.of(Folder.MEDIA, media))
        .write(directories);
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var paths = Files.walk(root.resolve("live"))) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = root.resolve("live").relativize(path).toString();
        if (Files.isRegularFile(path) && !name.contains(".HA_RESTORE")) {
          found.put(name, Files.readString(path));
        }
      }
    }
    return found;
  }

  private Optional<RestoreResult> restored() throws IOException {
    return PendingRestore.apply(directories);
  }

  @Test
  void a_folder_comes_back_with_the_data() throws Exception {
    order(true);

    assertThat(restored()).contains(new RestoreResult(Optional.empty()));

    assertThat(contents()).isEqualTo(NEW);
    assertThat(media.resolve(FolderDirectory.RESTORE_STAGING)).doesNotExist();
  }

  @Test
  void a_folder_comes_back_alone() throws Exception {
    order(false);

    assertThat(restored()).contains(new RestoreResult(Optional.empty()));

    assertThat(contents())
        .isEqualTo(Map.of("home/a", "old", "home/b", "old", "media/a", "new", "media/film", "new"));
  }

  @Test
  void whenever_the_power_goes_both_are_old_or_both_are_new() throws Exception {
    boolean finished = false;
    int moment = 0;
    for (; !finished; moment++) {
      Trees.delete(root.resolve("live"), Mounts.ofThisMachine());
      fill("live", OLD);
      order(true);
      finished = runUntil(moment);
      for (int again = 0; again < 3; again++) {
        runUntil(again);
      }
      restored();

      boolean isNew = contents().containsKey("home/c");
      assertThat(contents()).as("cut at moment %d", moment).isEqualTo(isNew ? NEW : OLD);
      assertThat(media.resolve(FolderDirectory.RESTORE_STAGING)).doesNotExist();
    }
    assertThat(moment).isGreaterThan(20);
    assertThat(contents()).isEqualTo(NEW);
  }

  private boolean runUntil(int moment) throws IOException {
    try {
      new PendingRestore(directories, PowerCut.after(moment), Mounts.ofThisMachine()).apply();
      return true;
    } catch (PowerCut gone) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_move_that_fails_is_taken_back_everywhere(boolean homeAssistant) throws Exception {
    order(homeAssistant);
    Path obstacle = media.resolve("film");
    Checkpoints inTheWay =
        () -> {
          // The folder is empty now, and its new content is to come.
          if (Files.exists(media.resolve(".homekeep_restore/old/x"))) {
            try {
              Files.createDirectories(obstacle.resolve("of somebody else"));
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          }
        };

    Optional<RestoreResult> result =
        new PendingRestore(directories, inTheWay, Mounts.ofThisMachine()).apply();

    assertThat(result.orElseThrow().error().orElseThrow()).contains("as it was before");
    Trees.delete(obstacle, Mounts.ofThisMachine());
    assertThat(contents()).isEqualTo(OLD);
    assertThat(media.resolve(FolderDirectory.RESTORE_STAGING)).doesNotExist();
  }

  @Test
  void a_folder_that_is_gone_changes_nothing_at_all() throws Exception {
    order(true);
    Files.move(media, root.resolve("elsewhere"));

    assertThat(restored().orElseThrow().error().orElseThrow())
        .contains("The folder media cannot be used")
        .contains("it is not there");

    Files.move(root.resolve("elsewhere"), media);
    assertThat(contents()).isEqualTo(OLD);
  }

  @Test
  void the_hub_does_not_start_while_a_folder_is_gone_in_the_middle_of_its_exchange()
      throws Exception {
    Path moved = media.resolve(".homekeep_restore/old/a");
    for (int moment = 0; !Files.exists(moved) && moment < 50; moment++) {
      Trees.delete(root.resolve("live"), Mounts.ofThisMachine());
      fill("live", OLD);
      order(true);
      runUntil(moment);
    }
    assertThat(moved).exists();
    Files.move(media, root.resolve("elsewhere"));
    Files.createDirectory(media);

    assertThatThrownBy(this::restored).hasMessageContaining("Mount the disk or share again");

    Files.delete(media);
    Files.move(root.resolve("elsewhere"), media);
    restored();
    assertThat(contents()).isEqualTo(NEW);
  }

  @Test
  void what_an_earlier_restore_took_away_is_not_deleted() throws Exception {
    Path kept = media.resolve(".homekeep_restore/old/treasure");
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "only copy");
    order(true);

    assertThat(restored().orElseThrow().error().orElseThrow()).contains("an earlier restore");

    assertThat(kept).hasContent("only copy");
    assertThat(contents()).containsAllEntriesOf(OLD);
  }

  @Test
  void what_is_mounted_within_a_folder_is_not_lost() throws Exception {
    order(true);
    Mounts mounts =
        below -> below.startsWith(media) ? List.of(media.resolve("x")) : List.<Path>of();

    Optional<RestoreResult> result = new PendingRestore(directories, () -> {}, mounts).apply();

    assertThat(result.orElseThrow().error().orElseThrow())
        .contains("mounted within the folder media");
    assertThat(contents()).containsAllEntriesOf(OLD);
  }
}
