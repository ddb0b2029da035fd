package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.extract.ExtractedPart;
import org.homekeep.core.backup.archive.files.NotedPatterns;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.restore.RestoreJournal.Phase;
import org.homekeep.core.backup.snapshot.DataDirectory;
import org.homekeep.core.backup.snapshot.LeftOut;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.storage.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The restore that was ordered before the hub stopped (backup.md §7.5–8).
 *
 * <p>The archive is taken out beside the data and verified to its last byte first; only then is the
 * data exchanged, by renames that a journal makes repeatable. Whenever the power goes, the next
 * start ends with the old data or the new, and with nothing in between.
 */
public final class PendingRestore {
  private static final Logger LOG = LoggerFactory.getLogger(PendingRestore.class);

  /** The directory below the data in which a restore is prepared; never part of a backup. */
  public static final String STAGING = DataDirectory.RESTORE_STAGING;

  static final String PART = "homeassistant";

  private final HubDirectories directories;
  private final Checkpoints checkpoints;
  private final Mounts mounts;
  private final Path staging;
  private final UntouchedNames untouched;
  private final DataSwap swap;
  private final RestoreProgress progress;

  PendingRestore(HubDirectories directories, Checkpoints checkpoints, Mounts mounts) {
    this(directories, checkpoints, mounts, new RestoreProgress());
  }

  PendingRestore(
      HubDirectories directories,
      Checkpoints checkpoints,
      Mounts mounts,
      RestoreProgress progress) {
    this.progress = progress;
    this.directories = directories;
    this.checkpoints = checkpoints;
    this.mounts = mounts;
    this.staging = directories.data().resolve(STAGING);
    this.untouched = new UntouchedNames(directories);
    this.swap = new DataSwap(directories.data(), staging, untouched::contains, checkpoints);
  }

  /**
   * Does what was ordered, or goes on where a crash interrupted it; does nothing when there is
   * nothing to do. Blocking; call it before anything else of a start touches the directories.
   *
   * <p>A restore that fails leaves the data as it was; that is told by the result, not thrown.
   *
   * @return how the restore ended; empty when there was none. The same is told to the backup
   *     manager by a file.
   * @throws IOException when an interrupted exchange of the data can neither be finished nor taken
   *     back; the hub must not start on such data
   */
  public static Optional<RestoreResult> apply(HubDirectories directories) throws IOException {
    return apply(directories, new RestoreProgress());
  }

  /** The same, and tells how far it is. */
  public static Optional<RestoreResult> apply(HubDirectories directories, RestoreProgress progress)
      throws IOException {
    return new PendingRestore(directories, () -> {}, Mounts.ofThisMachine(), progress).apply();
  }

  /** Whether there is something to do, which may take long. Blocking. */
  public static boolean isOrdered(HubDirectories directories) {
    return RestoreOrder.exists(directories)
        || RestoreJournal.exists(directories.data().resolve(STAGING));
  }

  Optional<RestoreResult> apply() throws IOException {
    Optional<RestoreResult> recovered = recover();
    Optional<RestoreOrder> order;
    try {
      order = RestoreOrder.read(directories);
    } catch (RestoreException unreadable) {
      RestoreOrder.remove(directories);
      return Optional.of(told(failure(unreadable)));
    }
    if (order.isEmpty()) {
      RestoreOrder.remove(directories);
      return recovered;
    }
    return Optional.of(restore(order.get()));
  }

  private Optional<RestoreResult> recover() throws IOException {
    Optional<RestoreJournal> journal = RestoreJournal.read(staging);
    if (journal.isEmpty()) {
      if (isLeft()) {
        LOG.atError()
            .addKeyValue("directory", staging)
            .log(
                "What an earlier restore took away is left, and nothing says how that restore"
                    + " ended; it stays there");
      } else {
        deleteStaging();
      }
      return Optional.empty();
    }
    if (journal.get().phase() == Phase.TOLD) {
      discard(journal.get());
      return Optional.empty();
    }
    // If it is the restore that makes the machine fall over, it does not begin again by itself.
    RestoreOrder.remove(directories);
    LOG.atWarn()
        .addKeyValue("phase", journal.get().phase())
        .log("A restore was interrupted; it is finished or taken back now");
    progress.at(RestoreProgress.Step.RECOVERING);
    RestoreJournal begun = journal.get();
    if (begun.phase() == Phase.EXTRACT) {
      begun =
          begun.failing(
              Phase.DONE,
              "The restore was interrupted before anything was changed. Start it again.");
    } else if (begun.phase() != Phase.DONE) {
      for (FolderStaging folder : FolderStaging.all(begun.folders(), mounts)) {
        if (!folder.exists()) {
          throw folder.gone();
        }
      }
    }
    return Optional.of(conclude(swap.finish(begun)));
  }

  /** Whether old data lies there, which may be the only copy; also when nobody can look. */
  private boolean isLeft() {
    try {
      return Trees.isFilled(DirectorySwap.old(staging));
    } catch (IOException unreadable) {
      return true;
    }
  }

  private RestoreResult restore(RestoreOrder order) throws IOException {
    RestoreJournal journal =
        new RestoreJournal(
            Phase.EXTRACT,
            order.scope(),
            order.folders(),
            order.removeAfterRestore() ? Optional.of(order.archive()) : Optional.empty(),
            Optional.empty());
    if (isLeft()) {
      RestoreOrder.remove(directories);
      deleteArchive(journal);
      return told(
          new RestoreResult(
              Optional.of(
                  "%s holds what an earlier restore took away, so nothing was changed. Take out of it what you need, delete it, and restore again."
                      .formatted(staging))));
    }
    try {
      Files.createDirectories(staging);
      AtomicFiles.syncDirectory(directories.data());
      checkpoints.pass();
      journal.write(staging);
      checkpoints.pass();
      // Whatever happens from here on, the next start does not try the same again.
      RestoreOrder.remove(directories);
      journal = prepare(order, journal);
    } catch (RestoreException | IOException failed) {
      RestoreOrder.remove(directories);
      LOG.atError().setCause(failed).log("The restore failed; the data is as it was before");
      return conclude(journal.failing(Phase.DONE, Evidence.words(failed)));
    }
    checkpoints.pass();
    journal.write(staging);
    progress.at(RestoreProgress.Step.PLACING);
    return conclude(swap.finish(journal));
  }

  /** Takes everything out beside the data, so that after this nothing of the archive is needed. */
  private RestoreJournal prepare(RestoreOrder order, RestoreJournal journal)
      throws IOException, RestoreException {
    if (!Files.isRegularFile(order.archive())) {
      throw new RestoreException("Backup file " + order.archive() + " does not exist");
    }
    ArchiveMetadata metadata = ArchiveInspector.metadata(order.archive());
    String version = metadata.homeAssistant().map(included -> included.version()).orElse("");
    if (CalendarVersion.isNewer(version, HomeAssistantVersion.CURRENT)) {
      throw new RestoreException(
          "You need at least Home Assistant version %s to restore this backup".formatted(version));
    }
    RestoreScope scope = order.scope().of(metadata);
    requireNothingMounted(scope);
    checkpoints.pass();
    try {
      if (scope != RestoreScope.NOTHING) {
        unpackData(order, scope);
      }
      for (FolderStaging folder : FolderStaging.all(order.folders(), mounts)) {
        checkpoints.pass();
        folder.unpack(order.archive(), order.password(), progress);
      }
    } catch (ArchiveException.WrongKey | ArchiveException.KeyRequired wrong) {
      throw new RestoreException(
          "The encryption key does not open all of the backup, so nothing was changed. It was tried"
              + " on one part before: the other parts are encrypted with another key, or the"
              + " archive was exchanged since. Restore another backup, or take out what opens with"
              + " 'homekeep archive extract'.",
          wrong);
    }
    return journal.within(scope).at(Phase.MOVE_OUT);
  }

  private void unpackData(RestoreOrder order, RestoreScope scope)
      throws IOException, RestoreException {
    ExtractOptions options =
        ExtractOptions.homeAssistant()
            .withWanted(path -> scope.coversTopOf(path) && !untouched.containsTopOf(path));
    Path fresh = DirectorySwap.fresh(staging);
    ExtractedPart extracted;
    try (InputStream in = progress.unpacking("the data", order.archive())) {
      extracted =
          new ArchiveExtractor(order.password(), options)
              .extract(in, PART, fresh, progress.observer());
    }
    if (extracted.entries() == 0
        || (scope != RestoreScope.DATABASE && !Trees.holdsSomething(fresh))) {
      // Put in the place of the data, that would only delete it.
      throw new RestoreException(
          "There is no data in the backup, so that none can be restored: nothing of the data was"
              + " there when it was made, as when a disk is not mounted. Nothing was changed."
              + " Restore an older backup.");
    }
    if (scope.covers(HubState.DIRECTORY) && directories.config().equals(directories.data())) {
      new HubState(directories.storage(), fresh).settle();
    }
    boolean hasDatabase = Files.exists(fresh.resolve(RestoreScope.DATABASE_FILE));
    if (scope == RestoreScope.DATABASE && !hasDatabase) {
      throw new RestoreException("The backup has no database, so that none can be restored.");
    }
    KeptList.plan(
        directories.data(),
        staging,
        LeftOut.ofData(directories.data(), NotedPatterns.read(extracted.rootRecords())),
        name -> scope.covers(name) && !untouched.contains(name));
  }

  /**
   * What is mounted below the data would be renamed away, and then be deleted with the old data.
   */
  private void requireNothingMounted(RestoreScope scope) throws IOException, RestoreException {
    Path data = directories.data().toRealPath();
    List<String> inTheWay =
        mounts.below(data).stream()
            .filter(
                mount -> {
                  String top = data.relativize(mount).getName(0).toString();
                  return scope.covers(top) && !untouched.contains(top);
                })
            .map(Path::toString)
            .sorted()
            .toList();
    if (!inTheWay.isEmpty()) {
      throw new RestoreException(
          "Other file systems are mounted within the data, at %s. A restore replaces all of the data and would lose what is on them, so nothing was changed. Unmount them, restore, and mount them again."
              .formatted(String.join(", ", inTheWay)));
    }
  }

  private RestoreResult conclude(RestoreJournal journal) throws IOException {
    RestoreResult result = told(new RestoreResult(journal.error()));
    checkpoints.pass();
    deleteArchive(journal);
    checkpoints.pass();
    FolderStaging.all(journal.folders(), mounts)
        .forEach(folder -> deleteStaging(folder, result.isSuccess()));
    checkpoints.pass();
    RestoreJournal over = journal.at(Phase.TOLD);
    try {
      over.write(staging);
    } catch (IOException notWritten) {
      // The disk may be full as long as the old data is there. At worst the result is told again.
      LOG.atWarn().setCause(notWritten).log("That a restore is over could not be written");
    }
    discard(over);
    LOG.atInfo()
        .addKeyValue("success", result.isSuccess())
        .log("The restore that was ordered is over");
    return result;
  }

  /** The data is whole, so that a file too many must not keep the hub from starting. */
  private static void deleteArchive(RestoreJournal journal) {
    journal
        .archive()
        .ifPresent(
            archive -> {
              try {
                Files.deleteIfExists(archive);
              } catch (IOException kept) {
                LOG.atWarn()
                    .addKeyValue("file", archive)
                    .setCause(kept)
                    .log("The archive that was fetched for a restore could not be deleted");
              }
            });
  }

  /**
   * Deletes what is in the way of nobody any more. The journal goes last: old data without one is
   * somebody's only copy. What was taken back is in its place, so that there is none.
   */
  private void discard(RestoreJournal journal) {
    progress.at(RestoreProgress.Step.TIDYING);
    try {
      checkpoints.pass();
      Trees.delete(DirectorySwap.fresh(staging), mounts);
      checkpoints.pass();
      if (journal.error().isEmpty()) {
        Trees.delete(DirectorySwap.old(staging), mounts);
      }
      checkpoints.pass();
      RestoreJournal.delete(staging);
    } catch (IOException kept) {
      LOG.atWarn()
          .addKeyValue("directory", staging)
          .setCause(kept)
          .log("What a restore left behind could not be deleted; the next start tries again");
      return;
    }
    if (!isLeft()) {
      deleteStaging();
    }
  }

  private RestoreResult told(RestoreResult result) {
    checkpoints.pass();
    try {
      result.write(directories);
    } catch (IOException notWritten) {
      // The data is what it is; that nobody hears of it must not keep the hub from starting.
      LOG.atError()
          .addKeyValue("success", result.isSuccess())
          .setCause(notWritten)
          .log("The result of the restore could not be written");
    }
    return result;
  }

  private static RestoreResult failure(Exception why) {
    return new RestoreResult(Optional.of(Evidence.words(why)));
  }

  private void deleteStaging() {
    try {
      checkpoints.pass();
      Trees.delete(staging, mounts);
    } catch (IOException kept) {
      LOG.atWarn()
          .addKeyValue("directory", staging)
          .setCause(kept)
          .log("What a restore left behind could not be deleted; the next start tries again");
    }
  }

  private static void deleteStaging(FolderStaging folder, boolean success) {
    try {
      if (success) {
        folder.delete();
      } else {
        folder.takeBack();
      }
    } catch (IOException kept) {
      LOG.atWarn()
          .setCause(kept)
          .log("What the restore of a folder left behind could not be deleted");
    }
  }
}
