package org.homekeep.core.backup.archive.securetar;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read from any place on, as often as asked. */
public interface Seekable {
  /** How many bytes there are. */
  long size();

  /**
   * The bytes from an offset on, which is at most {@link #size}; closing frees nothing.
   *
   * @throws org.homekeep.core.backup.archive.ArchiveException also at the first read
   */
  InputStream from(long offset) throws IOException;

  /** What follows the first bytes, as bytes of its own. */
  default Seekable after(long skipped) {
    Seekable whole = this;
    return new Seekable() {
      @Override
      public long size() {
        return whole.size() - skipped;
      }

      @Override
      public InputStream from(long offset) throws IOException {
        return whole.from(skipped + offset);
      }
    };
  }
}
