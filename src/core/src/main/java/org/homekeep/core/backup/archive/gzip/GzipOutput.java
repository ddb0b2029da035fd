package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A gzip stream (RFC 1952) that is being written. Only {@link #finish} makes it whole; the stream
 * behind it stays open. For one thread.
 */
public abstract class GzipOutput extends OutputStream {
  /** Writes the rest and the trailer; returns when all of it has been taken by the target. */
  public abstract void finish() throws IOException;

  /** Frees everything. What was not finished is given up, and nothing more of it is written. */
  @Override
  public abstract void close();
}
