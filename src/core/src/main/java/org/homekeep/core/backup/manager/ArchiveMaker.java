package org.homekeep.core.backup.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.archive.write.WrittenArchive;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.local.Written;
import org.homekeep.core.backup.snapshot.DataDirectory;
import org.homekeep.core.backup.snapshot.DatabaseSnapshots;
import org.homekeep.core.runtime.HubDirectories;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the archive of a new backup: snapshot, write, measure. Blocking, for a worker. */
final class ArchiveMaker {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveMaker.class);

  /** What is left free for everybody else on the disk. */
  private static final long RESERVE = 16L << 20;

  /** Archives of homes are a third to a half of their data; below this it cannot work out. */
  private static final long LIKELY_RATIO = 4;

  private final HubDirectories directories;
  private final ArchiveEngine engine;
  private final Duration databasePatience;
  private volatile List<String> asTheyAre = List.of();

  ArchiveMaker(HubDirectories directories, ArchiveEngine engine, Duration databasePatience) {
    this.directories = directories;
    this.engine = engine;
    this.databasePatience = databasePatience;
  }

  /**
   * Makes sure that there is a place to write to, and room in it.
   *
   * @param kept how many bytes archives take that are kept only because locations wait for them
   * @return how many bytes of the temporary files nobody needs, so that copies of databases in
   *     folders may take them
   */
  long prepare(NewBackup backup, Path target, long kept) throws IOException, BackupException {
    Files.createDirectories(directories.temporary());
    requireHome(data(backup));
    DatabaseSnapshots.Volume volume = data(backup).volume();
    long total = volume.totalBytes();
    for (FolderDirectory folder : folders(backup)) {
      folder.requireFilled();
      total += folder.bytes();
    }
    long archive = total / LIKELY_RATIO;
    Path targetDirectory = target.toAbsolutePath().getParent();
    Path place = targetDirectory == null ? directories.temporary() : targetDirectory;
    boolean oneDisk = Files.getFileStore(place).equals(Files.getFileStore(directories.temporary()));
    if (oneDisk) {
      return requireSpace(place, archive + volume.databaseBytes(), kept);
    }
    requireSpace(place, archive, 0);
    return requireSpace(directories.temporary(), volume.databaseBytes(), kept);
  }

  /** A disk that is not mounted leaves an empty directory behind. */
  private static void requireHome(DataDirectory data) throws BackupException {
    boolean filled;
    try {
      filled = data.isFilled();
    } catch (IOException failed) {
      throw new BackupException(
          BackupException.Kind.NO_HOME,
          "The data directory %s cannot be read: %s"
              .formatted(data.directory(), Evidence.of(failed)),
          failed);
    }
    if (!filled) {
      throw new BackupException(
          BackupException.Kind.NO_HOME,
          "The data directory %s is empty, as it is when a disk or a share is not mounted."
              .formatted(data.directory()));
    }
  }

  private static long requireSpace(Path place, long bytes, long kept)
      throws IOException, BackupException {
    long free = Files.getFileStore(place).getUsableSpace();
    if (free < bytes + RESERVE) {
      throw new BackupException(
          BackupException.Kind.NO_SPACE,
          "There is not enough space in %s: %d MB are free, and the backup needs at least %d MB. Free some space, or delete old backups there."
                  .formatted(place, free >> 20, (bytes + RESERVE) >> 20)
              + waiting(kept));
    }
    return free - bytes - RESERVE;
  }

  private static String waiting(long kept) {
    return kept < 1 << 20
        ? ""
        : " %d MB are taken by backups that wait for their locations: bring these back, or cancel what they wait for."
            .formatted(kept >> 20);
  }

  /**
   * Writes the archive to a new file, which does not stay when that fails.
   *
   * @param spare what {@link #prepare} gave
   */
  void write(NewBackup backup, Path target, long spare, AtomicBoolean ending) throws Exception {
    orNothing(
        target,
        () -> {
          Files.deleteIfExists(target);
          writeTo(target, backup, spare, ending);
          return target;
        });
  }

  /**
   * Reads the archive back: what the result says of size and encryption was measured. The file does
   * not stay when that fails.
   *
   * @param sums which checksums are taken on the way
   */
  Measured measure(NewBackup backup, Path target, Sums sums, AtomicBoolean ending)
      throws Exception {
    return orNothing(target, () -> measured(backup, target, sums, ending));
  }

  private static <T> T orNothing(Path target, Callable<T> work) throws Exception {
    boolean done = false;
    try {
      T result = work.call();
      done = true;
      return result;
    } finally {
      if (!done) {
        Files.deleteIfExists(target);
      }
    }
  }

  /** Databases that SQLite could not copy, and that went into the archive as they are. */
  List<String> databasesAsTheyAre() {
    return asTheyAre;
  }

  private void writeTo(Path target, NewBackup backup, long spare, AtomicBoolean ending)
      throws IOException {
    List<FolderDirectory> folders = folders(backup);
    List<Object> identities = new ArrayList<>();
    for (FolderDirectory folder : folders) {
      identities.add(folder.requireFilled());
    }
    try (SourceCopies copies =
        new SourceCopies(directories.temporary(), databasePatience, spare, ending::get)) {
      List<PartSource> sources = new ArrayList<>();
      sources.add(copies.source(data(backup)));
      asTheyAre = copies.asTheyAre();
      for (FolderDirectory folder : folders) {
        sources.add(copies.source(folder));
      }
      WrittenArchive written = write(backup, sources, target, ending);
      for (int i = 0; i < folders.size(); i++) {
        folders.get(i).requireSame(identities.get(i));
      }
      written.warnings().forEach(warning -> LOG.atWarn().log("Not in the backup: {}", warning));
      LOG.atInfo()
          .addKeyValue("backup_id", backup.backupId())
          .addKeyValue("files", written.fileCount())
          .addKeyValue("bytes", written.size())
          .log("The archive is written");
    }
  }

  private WrittenArchive write(
      NewBackup backup, List<PartSource> sources, Path target, AtomicBoolean ending)
      throws IOException {
    try {
      return engine.write(backup.metadata(), sources, backup.key(), target, observer(ending));
    } catch (IOException failed) {
      throw Written.placed(failed, target);
    }
  }

  private Measured measured(NewBackup backup, Path target, Sums sums, AtomicBoolean ending)
      throws IOException {
    Measured measured;
    try {
      measured = engine.verify(target, backup.key(), sums, ending::get);
    } catch (ArchiveException.WrongKey | ArchiveException.KeyRequired locked) {
      throw new NotAsAskedException(
          "The archive was written and read back, and the key that was asked for does not open it."
              + " It was deleted and not stored anywhere.");
    }
    requireAsPlanned(backup, measured.backup());
    return measured;
  }

  static void requireAsPlanned(NewBackup backup, AgentBackup measured) throws NotAsAskedException {
    boolean same =
        measured.backupId().equals(backup.backupId())
            && measured.isProtected() == backup.key().isPresent()
            && measured.homeassistantIncluded()
            && Set.copyOf(measured.folders()).equals(backup.folders().keySet());
    if (!same) {
      throw new NotAsAskedException(
          "The archive was written and read back, and %s. It was deleted and not stored anywhere."
              .formatted(difference(measured.isProtected(), backup.key().isPresent())));
    }
  }

  private static String difference(boolean isEncrypted, boolean wanted) {
    if (isEncrypted == wanted) {
      return "what is in it is not what was asked for";
    }
    return wanted
        ? "it is not encrypted, although it had to be"
        : "it is encrypted, although it was not to be";
  }

  private static List<FolderDirectory> folders(NewBackup backup) {
    return backup.folders().entrySet().stream()
        .map(each -> new FolderDirectory(each.getKey(), each.getValue(), backup.excludes()))
        .toList();
  }

  private DataDirectory data(NewBackup backup) {
    return DataDirectory.ofHub(
        directories, backup.includeDatabase(), backup.excludes(), databasePatience);
  }

  private static ArchiveObserver observer(AtomicBoolean ending) {
    return new ArchiveObserver() {
      @Override
      public void progressed(long bytes) {
        // Home Assistant's clients know no progress of writing.
      }

      @Override
      public boolean isCancelled() {
        return ending.get();
      }
    };
  }
}
