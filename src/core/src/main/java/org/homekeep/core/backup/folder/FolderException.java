package org.homekeep.core.backup.folder;

import java.io.IOException;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.evidence.ForPeople;

/** The directory of a folder cannot be used now; the message is a sentence for people. */
public final class FolderException extends IOException implements ForPeople {
  private final Folder folder;

  FolderException(Folder folder, String message) {
    super(message);
    this.folder = folder;
  }

  FolderException(Folder folder, String message, IOException cause) {
    super(message, cause);
    this.folder = folder;
  }

  /** Which folder. */
  public Folder folder() {
    return folder;
  }
}
