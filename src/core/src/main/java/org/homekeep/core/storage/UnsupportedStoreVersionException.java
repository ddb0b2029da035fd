package org.homekeep.core.storage;

import java.io.IOException;

/** A document was written by a newer version, which this one must not overwrite. */
public final class UnsupportedStoreVersionException extends IOException {
  private final int found;

  UnsupportedStoreVersionException(String key, int found, int supported) {
    super(
        "The file .storage/%s has version %d, but this Homekeep reads at most version %d. Start the newer Homekeep that wrote it, or move the file away to begin afresh."
            .formatted(key, found, supported));
    this.found = found;
  }

  /** The major version of the document. */
  public int found() {
    return found;
  }
}
