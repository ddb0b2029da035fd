package org.homekeep.core.backup.archive.gzip;

import java.io.OutputStream;

/** The JDK's zlib on the calling thread. */
public final class JdkCompressor implements Compressor {
  @Override
  public OutputStream compress(OutputStream out, int level) {
    return new GzipOutput(out, level);
  }
}
