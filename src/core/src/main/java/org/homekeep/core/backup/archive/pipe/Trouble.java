package org.homekeep.core.backup.archive.pipe;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Carries an exception from one thread to another. */
public final class Trouble {
  private Trouble() {}

  /** Throws what another thread threw, as it is. */
  public static IOException rethrow(Throwable thrown) throws IOException {
    if (thrown instanceof IOException trouble) {
      throw trouble;
    }
    if (thrown instanceof RuntimeException bug) {
      throw bug;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw new IOException(thrown);
  }

  /** The exception for a caller that was interrupted while it waited; it stays interrupted. */
  public static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("The work on the archive was interrupted.");
  }
}
