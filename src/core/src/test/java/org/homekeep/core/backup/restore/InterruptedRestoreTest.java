package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Restores that are interrupted, by whatever there is. */
class InterruptedRestoreTest extends OrderedRestoreTest {
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
    try {
      new PendingRestore(directories, PowerCut.after(moment), Mounts.ofThisMachine()).apply();
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
