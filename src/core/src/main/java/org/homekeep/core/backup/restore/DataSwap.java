package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.restore.RestoreJournal.Phase;

/**
 * The exchange of old data for new, and of the folders that come back with it, entry by entry.
 *
 * <p>Each phase moves everything of one kind, so that after a crash the journal's phase and what
 * lies where say all that there is to know; doing a phase again does the rest of it.
 */
final class DataSwap {
  private final Path data;
  private final Path staging;
  private final Predicate<String> untouched;
  private final Checkpoints checkpoints;

  /**
   * A swap.
   *
   * @param untouched names directly below the data directory that are never touched
   */
  DataSwap(Path data, Path staging, Predicate<String> untouched, Checkpoints checkpoints) {
    this.data = data;
    this.staging = staging;
    this.untouched = untouched;
    this.checkpoints = checkpoints;
  }

  /** The directory of the data, then those of the folders. */
  private List<DirectorySwap> swaps(RestoreJournal journal) {
    List<DirectorySwap> swaps = new ArrayList<>();
    swaps.add(
        new DirectorySwap(
            data,
            staging,
            name -> journal.scope().covers(name) && !untouched.test(name),
            checkpoints));
    for (Path directory : journal.folders().values()) {
      swaps.add(
          new DirectorySwap(
              directory, FolderStaging.of(directory), FolderStaging::isExchanged, checkpoints));
    }
    return swaps;
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
      case EXTRACT, DONE, TOLD -> journal.at(Phase.DONE);
      case MOVE_OUT -> {
        try {
          each(journal, DirectorySwap::moveOut);
          yield journal.at(Phase.MOVE_IN);
        } catch (IOException failed) {
          yield journal.failing(Phase.UNDO_OUT, notMoved(failed));
        }
      }
      case MOVE_IN -> {
        try {
          each(journal, DirectorySwap::moveIn);
          yield journal.at(Phase.KEEP);
        } catch (IOException failed) {
          yield journal.failing(Phase.UNDO_IN, notMoved(failed));
        }
      }
      case KEEP -> {
        try {
          each(journal, DirectorySwap::keep);
          yield journal.at(Phase.DONE);
        } catch (IOException failed) {
          yield journal.failing(Phase.UNDO_KEEP, notMoved(failed));
        }
      }
      case UNDO_KEEP -> {
        each(journal, DirectorySwap::undoKeep);
        yield journal.at(Phase.UNDO_IN);
      }
      case UNDO_IN -> {
        each(journal, DirectorySwap::undoIn);
        yield journal.at(Phase.UNDO_OUT);
      }
      case UNDO_OUT -> {
        each(journal, DirectorySwap::undoOut);
        yield journal.at(Phase.DONE);
      }
    };
  }

  /** One step of a swap. */
  private interface Step {
    void on(DirectorySwap swap) throws IOException;
  }

  private void each(RestoreJournal journal, Step step) throws IOException {
    for (DirectorySwap swap : swaps(journal)) {
      step.on(swap);
    }
  }

  private static String notMoved(IOException failed) {
    return "The data could not be replaced and is as it was before: %s"
        .formatted(Evidence.of(failed));
  }
}
