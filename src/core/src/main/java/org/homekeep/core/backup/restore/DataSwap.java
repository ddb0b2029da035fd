package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.homekeep.core.backup.restore.RestoreJournal.Phase;
import org.homekeep.core.storage.AtomicFiles;

/**
 * The exchange of old data for new, entry by entry, by renames on one file system.
 *
 * <p>Each phase moves everything of one kind, so that after a crash the journal's phase and what
 * lies where say all that there is to know; doing a phase again does the rest of it.
 */
final class DataSwap {
  private final Path data;
  private final Path staging;
  private final Predicate<String> kept;
  private final Checkpoints checkpoints;

  /**
   * A swap.
   *
   * @param kept names directly below the data directory that are never touched
   */
  DataSwap(Path data, Path staging, Predicate<String> kept, Checkpoints checkpoints) {
    this.data = data;
    this.staging = staging;
    this.kept = kept;
    this.checkpoints = checkpoints;
  }

  Path fresh() {
    return staging.resolve("new");
  }

  private Path old() {
    return staging.resolve("old");
  }

  /** Goes on from any phase to the end: the new data, or with an error the old. */
  RestoreJournal finish(RestoreJournal begun) throws IOException {
    RestoreJournal journal = begun;
    while (journal.phase() != Phase.DONE) {
      journal = next(journal);
      checkpoints.pass();
      journal.write(staging);
    }
    return journal;
  }

  private RestoreJournal next(RestoreJournal journal) throws IOException {
    return switch (journal.phase()) {
      case EXTRACT, DONE -> journal.at(Phase.DONE);
      case MOVE_OUT -> {
        try {
          Files.createDirectories(old());
          moveAll(data, old(), journal.scope());
          yield journal.at(Phase.MOVE_IN);
        } catch (IOException failed) {
          yield journal.failing(Phase.UNDO_OUT, notMoved(failed));
        }
      }
      case MOVE_IN -> {
        try {
          moveAll(fresh(), data, journal.scope());
          yield journal.at(Phase.DONE);
        } catch (IOException failed) {
          yield journal.failing(Phase.UNDO_IN, notMoved(failed));
        }
      }
      case UNDO_IN -> {
        moveBack(journal.scope());
        yield journal.at(Phase.UNDO_OUT);
      }
      case UNDO_OUT -> {
        moveAll(old(), data, journal.scope());
        yield journal.at(Phase.DONE);
      }
    };
  }

  private static String notMoved(IOException failed) {
    return "The data could not be replaced and is as it was before: %s (%s)."
        .formatted(failed.getMessage(), failed.getClass().getSimpleName());
  }

  private void moveAll(Path from, Path to, RestoreScope scope) throws IOException {
    for (Path entry : entries(from)) {
      String name = String.valueOf(entry.getFileName());
      if (scope.covers(name) && !kept.test(name)) {
        checkpoints.pass();
        move(entry, to.resolve(entry.getFileName()));
      }
    }
    AtomicFiles.syncDirectory(from);
    AtomicFiles.syncDirectory(to);
  }

  /** What lies where a new entry could not go came from somebody else and is left alone. */
  private void moveBack(RestoreScope scope) throws IOException {
    for (Path entry : entries(data)) {
      String name = String.valueOf(entry.getFileName());
      Path target = fresh().resolve(entry.getFileName());
      if (scope.covers(name)
          && !kept.test(name)
          && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        checkpoints.pass();
        move(entry, target);
      }
    }
    AtomicFiles.syncDirectory(data);
    AtomicFiles.syncDirectory(fresh());
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> result = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(result::add);
    }
    return result;
  }

  /**
   * A directory that its owner may not write to cannot change its parent; so it may for a while.
   */
  private static void move(Path entry, Path target) throws IOException {
    if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) || Files.isWritable(entry)) {
      Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(entry);
    Set<PosixFilePermission> writable = EnumSet.of(PosixFilePermission.OWNER_WRITE);
    writable.addAll(permissions);
    Files.setPosixFilePermissions(entry, writable);
    Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
    Files.setPosixFilePermissions(target, permissions);
  }
}
