package org.homekeep.core.backup.archive.gzip;

import java.io.OutputStream;

/** An engine that makes gzip streams; faster ones may take the place of {@link JdkCompressor}. */
public interface Compressor {
  /**
   * A stream that compresses into another.
   *
   * <p>The gzip header has no name and no time, so that the same input gives the same bytes.
   * Closing ends the gzip stream and frees the engine, but leaves {@code out} open.
   *
   * @param level 1 (fast) to 9 (small)
   */
  OutputStream compress(OutputStream out, int level);
}
