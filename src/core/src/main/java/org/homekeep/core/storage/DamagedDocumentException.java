package org.homekeep.core.storage;

import java.io.IOException;

/** No generation of a document can be read, and whoever asks may not put it aside. */
public final class DamagedDocumentException extends IOException {

  DamagedDocumentException(String key, Throwable cause) {
    super(
        "The file .storage/%s is damaged, and so are its older generations. Nothing was changed. Restore a backup, or start the hub: it puts the file aside and begins without it."
            .formatted(key),
        cause);
  }
}
