package org.homekeep.api.backup;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of a stored archive go. */
@FunctionalInterface
public interface ArchiveSink {

  /**
   * Reads the archive from its first byte to its last. Called once by the agent, on the agent's own
   * worker; blocks as long as the reader needs. The agent closes the stream afterwards.
   *
   * @throws IOException when the stream broke, or when the reader has gone or wants no more
   */
  void accept(InputStream archive) throws IOException;
}
