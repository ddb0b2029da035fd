package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.extract.ExtractedPart;
import org.homekeep.core.backup.archive.files.NotedPatterns;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.snapshot.LeftOut;
import org.homekeep.core.storage.AtomicFiles;

/** The place within the directory of a folder where its restore is prepared. */
final class FolderStaging {
  private static final ExtractOptions WHOLE =
      new ExtractOptions("", path -> true, ArchiveLimits.standard(), true);

  private final Folder folder;
  private final Path directory;
  private final Path staging;
  private final Mounts mounts;

  FolderStaging(Folder folder, Path directory, Mounts mounts) {
    this.folder = folder;
    this.directory = directory;
    this.staging = of(directory);
    this.mounts = mounts;
  }

  /** Whether an entry directly below the directory of a folder is exchanged. */
  static boolean isExchanged(String name) {
    return !name.equals(FolderDirectory.RESTORE_STAGING);
  }

  static Path of(Path directory) {
    return directory.resolve(FolderDirectory.RESTORE_STAGING);
  }

  /**
   * Takes a folder out of an archive, completely and verified; the content of the directory is
   * untouched.
   */
  void unpack(Path archive, Optional<Secret> key, RestoreProgress progress)
      throws IOException, RestoreException {
    new FolderDirectory(folder, directory).requireReplaceable();
    requireNothingMounted();
    requireNothingLeft();
    // Others who may write in the folder are to leave this alone.
    Files.createDirectory(
        staging,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ExtractedPart extracted;
    try (InputStream in = progress.unpacking("the folder " + folder.wireName(), archive)) {
      extracted =
          new ArchiveExtractor(key, WHOLE)
              .extract(
                  in,
                  FolderDirectory.part(folder),
                  DirectorySwap.fresh(staging),
                  progress.observer());
    }
    KeptList.plan(
        directory,
        staging,
        LeftOut.of(directory, NotedPatterns.read(extracted.rootRecords())),
        FolderStaging::isExchanged);
    AtomicFiles.syncDirectory(staging);
    AtomicFiles.syncDirectory(directory);
    if (extracted.entries() == 0) {
      throw new RestoreException(
          "There is nothing of the folder %s in the backup, so that it cannot be restored."
              .formatted(folder.wireName()));
    }
  }

  private void requireNothingMounted() throws IOException, RestoreException {
    List<Path> inTheWay = mounts.below(directory);
    if (!inTheWay.isEmpty()) {
      throw new RestoreException(
          "Other file systems are mounted within the folder %s, at %s. A restore replaces all of the folder and would lose what is on them, so nothing was changed. Unmount them, restore, and mount them again."
              .formatted(folder.wireName(), inTheWay));
    }
  }

  /** What an earlier restore took away may be the only copy of it. */
  private void requireNothingLeft() throws IOException, RestoreException {
    if (Trees.isFilled(DirectorySwap.old(staging))) {
      throw new RestoreException(
          "%s holds what an earlier restore of the folder %s took away, so nothing was changed. Take out of it what you need, delete it, and restore again."
              .formatted(staging, folder.wireName()));
    }
    Trees.delete(staging, mounts);
  }

  /** Whether the place is there, as it is from the unpacking to the end. */
  boolean exists() {
    return Files.isDirectory(staging, LinkOption.NOFOLLOW_LINKS);
  }

  /** Deletes all of it, when the new content is in its place. */
  void delete() throws IOException {
    Trees.delete(staging, mounts);
  }

  /** Deletes what was unpacked, when the old content is in its place. */
  void takeBack() throws IOException {
    Trees.delete(DirectorySwap.fresh(staging), mounts);
    if (!Trees.isFilled(DirectorySwap.old(staging))) {
      Trees.delete(staging, mounts);
    }
  }

  /** The places of some folders. */
  static List<FolderStaging> all(Map<Folder, Path> folders, Mounts mounts) {
    return folders.entrySet().stream()
        .map(each -> new FolderStaging(each.getKey(), each.getValue(), mounts))
        .toList();
  }

  /** What to say when a place is gone in the middle of an exchange. */
  IOException gone() {
    return new IOException(
        "A restore of the folder %s was interrupted, and what it left in %s is not there now. Mount the disk or share again and start Homekeep; then the restore is finished or taken back."
            .formatted(folder.wireName(), staging));
  }
}
