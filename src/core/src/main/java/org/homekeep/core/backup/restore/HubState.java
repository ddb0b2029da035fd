package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.homekeep.core.backup.policy.PolicyStore;
import org.homekeep.core.storage.DocumentFiles;
import org.homekeep.core.storage.HubDocuments;

/**
 * The documents of this hub in a restore that replaces them, because the data is its own directory.
 *
 * <p>While all is still beside the data, it puts into the new documents what no restore takes back:
 * what the hub knows of the copies that exist now. Accounts, entries and settings come from the
 * backup. Blocking.
 */
final class HubState {
  /** The directory of the documents, below the data. */
  static final String DIRECTORY = ".storage";

  private final Path restored;
  private final DocumentFiles ownDocuments;
  private final DocumentFiles restoredDocuments;

  /**
   * A hub's own documents and those of a backup.
   *
   * @param fresh where the backup was taken out
   */
  HubState(Path own, Path fresh) {
    this.restored = fresh.resolve(DIRECTORY);
    this.ownDocuments = new DocumentFiles(own);
    this.restoredDocuments = new DocumentFiles(restored);
  }

  /** Makes the new documents such that the hub goes on with them. */
  void settle() throws IOException {
    if (Files.isDirectory(restored, LinkOption.NOFOLLOW_LINKS)) {
      restoredDocuments.replaceBy(ownDocuments, HubDocuments.DELIVERIES);
      restoredDocuments.replaceBy(ownDocuments, HubDocuments.BACKUP_COPIES);
      PolicyStore.carry(ownDocuments, restoredDocuments);
    }
  }
}
