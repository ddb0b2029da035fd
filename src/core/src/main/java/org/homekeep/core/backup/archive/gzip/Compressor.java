package org.homekeep.core.backup.archive.gzip;

import java.io.OutputStream;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;

/** Makes gzip streams. */
public interface Compressor {
  /**
   * A stream that compresses into another.
   *
   * <p>The gzip header has no name and no time, and the same input gives the same bytes, in
   * whatever pieces it comes. Until the stream is finished or closed, {@code out} belongs to it.
   */
  GzipOutput compress(OutputStream out, CompressionLevel level);
}
