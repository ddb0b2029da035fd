package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingRestoreTest {
  private static final Secret KEY = Secret.of("correct horse");
  private static final String DATABASE = "home-assistant_v2.db";

  private Path root;
  private HubDirectories directories;
  private Path archive;

  /** The process ends, as if the power went. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    root = temporary;
    Path home = Files.createDirectories(root.resolve("home"));
    directories = new HubDirectories(home, home);
    archive = root.resolve("archive.tar");
    write(archive, backedUp(root.resolve("source")), true, HomeAssistantVersion.CURRENT);
    fillWithOldData(home);
  }

  private static Path backedUp(Path source) throws IOException {
    Files.createDirectories(source.resolve("backups"));
    Files.createDirectories(source.resolve("nested/backups"));
    Files.createDirectory(source.resolve("empty"));
    Files.writeString(source.resolve("configuration.yaml"), "new");
    Files.writeString(source.resolve("added.yaml"), "new");
    Files.writeString(source.resolve("nested/backups/kept.txt"), "new");
    Files.writeString(source.resolve(DATABASE), "new database");
    Files.createSymbolicLink(source.resolve("link"), Path.of("nowhere"));
    return source;
  }

  private static void fillWithOldData(Path home) throws IOException {
    Files.createDirectories(home.resolve("backups"));
    Files.createDirectories(home.resolve("nested/old"));
    Files.writeString(home.resolve("backups/mine.tar"), "a backup");
    Files.writeString(home.resolve("configuration.yaml"), "old");
    Files.writeString(home.resolve("obsolete.yaml"), "old");
    Files.writeString(home.resolve("nested/old/file"), "old");
    Files.writeString(home.resolve(DATABASE), "old database");
    Files.writeString(home.resolve(DATABASE + "-wal"), "old log");
    Files.writeString(home.resolve(".ha_run.lock"), "");
    Files.createDirectory(
        home.resolve("readonly"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
  }

  private static void write(Path target, Path source, boolean database, String version)
      throws IOException {
    PartSource part =
        PartSource.homeAssistant(
            source, Exclusions.homeAssistant(database), Map.of(), Omissions.none());
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata(database, version), List.of(part), Optional.of(KEY)),
            target,
            ArchiveObserver.none());
  }

  private static ArchiveMetadata metadata(boolean database, String version) {
    return ArchiveMetadata.ofHomeAssistant(
        "c0cb53bd",
        "test",
        "2025-01-30T05:42:12.345678-08:00",
        true,
        Map.of(),
        new ArchiveMetadata.HomeAssistant(version, !database));
  }

  private void order(boolean database, boolean homeAssistant) throws IOException {
    new RestoreOrder(archive, Optional.of(KEY), false, database, homeAssistant, Map.of())
        .write(directories);
  }

  /** Path → content of all that is in a directory, what the hub keeps for itself apart. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var paths = Files.walk(directories.data())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = directories.data().relativize(path).toString();
        boolean own =
            name.isEmpty()
                || name.startsWith(".HA_")
                || name.startsWith("backups")
                || name.equals(".ha_run.lock");
        if (!own) {
          found.put(name, describe(path));
        }
      }
    }
    return found;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        ? "directory"
        : Files.readString(path);
  }

  private static final Map<String, String> NEW =
      Map.of(
          "added.yaml",
          "new",
          "configuration.yaml",
          "new",
          "empty",
          "directory",
          DATABASE,
          "new database",
          "link",
          "-> nowhere",
          "nested",
          "directory",
          "nested/backups",
          "directory",
          "nested/backups/kept.txt",
          "new");

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
            directories, () -> told.add(progress.sentence()), Mounts.ofThisMachine(), progress)
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
      assertThat(progress.sentence())
          .isEqualTo("Unpacking the data: 1 of 3 MB of the backup are read.");
      in.readAllBytes();
    }

    assertThat(progress.sentence())
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
  void a_file_system_mounted_on_the_backups_is_in_nobodys_way() throws Exception {
    Path mount = directories.data().toRealPath().resolve("backups");
    order(true, true);

    Mounts onlyThere = directory -> mount.startsWith(directory) ? List.of(mount) : List.of();
    Optional<RestoreResult> result = new PendingRestore(directories, () -> {}, onlyThere).apply();

    assertThat(result).contains(new RestoreResult(Optional.empty()));
    assertThat(contents()).isEqualTo(NEW);
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

  @Test
  void a_power_cut_at_any_moment_ends_with_the_old_data_or_the_new() throws Exception {
    Map<String, String> old = contents();
    Path pristine = root.resolve("pristine");
    copy(directories.data(), pristine);
    boolean finished = false;
    int moment = 0;
    for (; !finished; moment++) {
      reset(pristine);
      order(true, true);
      finished = runUntil(moment);
      for (int again = 0; again < 3; again++) {
        // The next start is cut, too, a little later each time.
        runUntil(again);
      }
      PendingRestore.apply(directories);

      boolean isNew = contents().containsKey("added.yaml");
      assertThat(contents()).as("cut at moment %d", moment).isEqualTo(isNew ? NEW : old);
      assertThat(directories.config().resolve(".HA_RESTORE")).doesNotExist();
      assertThat(directories.data().resolve(PendingRestore.STAGING)).doesNotExist();
      assertThat(directories.backups().resolve("mine.tar")).hasContent("a backup");
    }
    assertThat(moment).isGreaterThan(15);
    assertThat(contents()).isEqualTo(NEW);
  }

  /** Whether it came to the end before the power went. */
  private boolean runUntil(int moment) throws IOException {
    int[] left = {moment};
    try {
      new PendingRestore(
              directories,
              () -> {
                if (left[0]-- == 0) {
                  throw new PowerCut();
                }
              },
              Mounts.ofThisMachine())
          .apply();
      return true;
    } catch (PowerCut cut) {
      return false;
    }
  }

  @Test
  void a_move_that_fails_is_taken_back_completely() throws Exception {
    Map<String, String> before = contents();
    order(true, true);
    Path obstacle = directories.data().resolve("added.yaml");

    int[] passes = {0};
    Optional<RestoreResult> result =
        new PendingRestore(
                directories,
                () -> {
                  // Somebody else makes a directory, with something in it, where a file is to go.
                  if (passes[0]++ == 14) {
                    makeObstacle(obstacle);
                  }
                },
                Mounts.ofThisMachine())
            .apply();

    assertThat(result.orElseThrow().error().orElseThrow()).contains("as it was before");
    Trees.delete(obstacle, Mounts.ofThisMachine());
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void what_another_program_makes_meanwhile_stays_when_all_is_taken_back() throws Exception {
    Map<String, String> before = new TreeMap<>(contents());
    order(true, true);
    Path obstacle = directories.data().resolve("added.yaml");
    Path foreign = directories.data().resolve("foreign");
    Path journal = directories.data().resolve(PendingRestore.STAGING).resolve("journal.json");

    Optional<RestoreResult> result =
        new PendingRestore(
                directories,
                () -> {
                  if (read(journal).contains("move_in") && !Files.exists(foreign)) {
                    makeObstacle(obstacle);
                    makeObstacle(foreign);
                    makeObstacle(directories.data().resolve("obsolete.yaml"));
                  }
                },
                Mounts.ofThisMachine())
            .apply();

    assertThat(result.orElseThrow().error().orElseThrow()).contains("as it was before");
    assertThat(foreign.resolve("in the way")).exists();
    Trees.delete(obstacle, Mounts.ofThisMachine());
    Trees.delete(foreign, Mounts.ofThisMachine());
    Path aside = directories.data().resolve("obsolete.yaml.made-meanwhile");
    assertThat(aside.resolve("in the way")).exists();
    Trees.delete(aside, Mounts.ofThisMachine());
    assertThat(contents()).isEqualTo(before);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @Test
  void a_restore_that_was_interrupted_does_not_begin_again_by_itself() throws Exception {
    Map<String, String> before = contents();
    order(true, true);
    // The journal says that it has begun, and the order is still there.
    runUntil(2);
    assertThat(directories.config().resolve(".HA_RESTORE")).exists();

    Optional<RestoreResult> result = PendingRestore.apply(directories);

    assertThat(result.orElseThrow().error().orElseThrow()).contains("was interrupted");
    assertThat(contents()).isEqualTo(before);
    assertThat(PendingRestore.apply(directories)).isEmpty();
  }

  @Test
  void a_fetched_archive_that_cannot_be_deleted_keeps_no_hub_down() throws Exception {
    new RestoreOrder(archive, Optional.of(KEY), true, true, true, Map.of()).write(directories);
    Path told = directories.config().resolve(".HA_RESTORE_RESULT");

    Optional<RestoreResult> result =
        new PendingRestore(
                directories,
                () -> {
                  if (Files.exists(told) && Files.isRegularFile(archive)) {
                    delete(archive);
                    makeObstacle(archive);
                  }
                },
                Mounts.ofThisMachine())
            .apply();

    assertThat(result).contains(new RestoreResult(Optional.empty()));
    assertThat(contents()).isEqualTo(NEW);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @Test
  void old_data_of_which_no_journal_tells_is_never_deleted() throws Exception {
    Path only =
        Files.createDirectories(directories.data().resolve(PendingRestore.STAGING + "/old"))
            .resolve("only copy");
    Files.writeString(only, "precious");

    assertThat(PendingRestore.apply(directories)).isEmpty();
    order(true, true);
    Optional<RestoreResult> result = PendingRestore.apply(directories);

    assertThat(result.orElseThrow().error().orElseThrow())
        .contains("holds what an earlier restore took away");
    assertThat(only).hasContent("precious");
    assertThat(directories.data().resolve("configuration.yaml")).hasContent("old");
    assertThat(directories.config().resolve(".HA_RESTORE")).doesNotExist();
  }

  @Test
  void there_is_a_journal_as_long_as_there_is_old_data() throws Exception {
    Path pristine = root.resolve("pristine");
    copy(directories.data(), pristine);
    Path staging = directories.data().resolve(PendingRestore.STAGING);
    boolean finished = false;
    for (int moment = 0; !finished; moment++) {
      reset(pristine);
      order(true, true);
      finished = runUntil(moment);

      if (Trees.isFilled(staging.resolve("old"))) {
        assertThat(staging.resolve("journal.json")).as("cut at moment %d", moment).exists();
      }
    }
  }

  private static void makeObstacle(Path obstacle) {
    try {
      Files.createDirectories(obstacle.resolve("in the way"));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private void reset(Path pristine) throws IOException {
    Trees.delete(directories.data(), Mounts.ofThisMachine());
    copy(pristine, directories.data());
  }
}
