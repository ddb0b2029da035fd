package org.homekeep.core.backup.folder;

import java.io.IOException;
import org.homekeep.api.backup.Folder;

/** The directory of a folder cannot be used now; the message is a sentence for people. */
public final class FolderException extends IOException {
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
