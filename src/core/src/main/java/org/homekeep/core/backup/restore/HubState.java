package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.homekeep.core.auth.StoredAccounts;
import org.homekeep.core.backup.policy.PolicyStore;
import org.homekeep.core.storage.AtomicFiles;
import org.homekeep.core.storage.DamagedDocumentException;
import org.homekeep.core.storage.DocumentFiles;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnsupportedStoreVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of this hub in a restore that replaces them, because the data is its own directory.
 *
 * <p>While all is still beside the data, it refuses what the hub could not start with or would be
 * anybody's with, and puts into the new documents what no restore takes back: what the hub knows of
 * the copies that exist now, and of how its backups went. Accounts, entries and settings come from
 * the backup. Blocking.
 */
final class HubState {
  private static final Logger LOG = LoggerFactory.getLogger(HubState.class);

  /** The directory of the documents, below the data. */
  static final String DIRECTORY = ".storage";

  private static final String ELSEWHERE =
      "Nothing was changed. Restore it with a hub that has a --data directory of its own, or take"
          + " its files out with 'homekeep archive extract'.";

  private final Path own;
  private final Path fresh;
  private final Path restored;
  private final DocumentFiles ownDocuments;
  private final DocumentFiles restoredDocuments;

  /**
   * A hub's own documents and those of a backup.
   *
   * @param fresh where the backup was taken out
   */
  HubState(Path own, Path fresh) {
    this.own = own;
    this.fresh = fresh;
    this.restored = fresh.resolve(DIRECTORY);
    this.ownDocuments = new DocumentFiles(own);
    this.restoredDocuments = new DocumentFiles(restored);
  }

  /** Makes the new documents such that the hub goes on with them. */
  void settle() throws IOException, RestoreException {
    if (!Files.exists(restored, LinkOption.NOFOLLOW_LINKS)) {
      // Of a directory that is no hub's, such as another service's: this hub stays what it is.
      if (Files.isDirectory(own)) {
        copy(own, restored);
        AtomicFiles.syncDirectory(fresh);
      }
      return;
    }
    requireFiles();
    requireKnownVersions();
    requireAccounts();
    restoredDocuments.replaceBy(ownDocuments, HubDocuments.DELIVERIES);
    restoredDocuments.replaceBy(ownDocuments, HubDocuments.BACKUP_COPIES);
    restoredDocuments.replaceBy(ownDocuments, HubDocuments.BACKUP_HISTORY);
    PolicyStore.carry(ownDocuments, restoredDocuments);
  }

  /** The hub writes there, and would write wherever a link leads. */
  private void requireFiles() throws RestoreException {
    if (!Files.isDirectory(restored, LinkOption.NOFOLLOW_LINKS)) {
      throw new RestoreException(
          "%s is no directory in this backup, and the hub would keep its accounts and keys wherever it leads. %s"
              .formatted(DIRECTORY, ELSEWHERE));
    }
    for (StoreKey key : HubDocuments.all()) {
      if (!restoredDocuments.areFiles(key)) {
        throw new RestoreException(
            "%s/%s is no file in this backup, but a link or a directory, and the hub keeps its state there. %s"
                .formatted(DIRECTORY, key.key(), ELSEWHERE));
      }
    }
  }

  private void requireKnownVersions() throws IOException, RestoreException {
    for (StoreKey key : HubDocuments.all()) {
      try {
        restoredDocuments.requireKnownVersion(key);
      } catch (UnsupportedStoreVersionException newer) {
        throw new RestoreException(
            "This backup was made by a newer Homekeep or Home Assistant, and this Homekeep would not start with it: %s/%s has version %d, and at most version %d can be read. Nothing was changed. Update Homekeep, and restore again."
                .formatted(DIRECTORY, key.key(), newer.found(), key.highestVersion()),
            newer);
      }
    }
  }

  /** Without accounts whoever comes next would own the hub, with all that is in it. */
  private void requireAccounts() throws IOException, RestoreException {
    boolean there;
    try {
      there = StoredAccounts.exist(restoredDocuments);
    } catch (DamagedDocumentException damaged) {
      throw new RestoreException(
          "The accounts in this backup are damaged, so that nobody could log in after a restore,"
              + " and whoever comes first would own the hub. Nothing was changed. Restore another"
              + " backup, or take the files out of this one with 'homekeep archive extract'.",
          damaged);
    }
    if (!there && hasAccounts()) {
      throw new RestoreException(
          "There are no accounts in this backup, so that whoever comes first would own the hub"
              + " after a restore. "
              + ELSEWHERE);
    }
  }

  /** A restore may be what mends damaged ones; somebody owned them. */
  private boolean hasAccounts() throws IOException {
    try {
      return StoredAccounts.exist(ownDocuments);
    } catch (DamagedDocumentException damaged) {
      LOG.atWarn().setCause(damaged).log("The accounts of this hub are damaged");
      return true;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    if (Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
      try (FileChannel written = FileChannel.open(to, StandardOpenOption.READ)) {
        written.force(true);
      }
    }
    if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
      for (Path entry : entries) {
        copy(entry, to.resolve(entry.getFileName()));
      }
    }
    AtomicFiles.syncDirectory(to);
  }
}
