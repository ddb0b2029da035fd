package org.homekeep.core.backup.manager;

import java.io.IOException;
import java.io.InputStream;

/** An archive that somebody sends. Called on a worker. */
@FunctionalInterface
public interface IncomingArchive {

  /** Waits for the file to begin. */
  Opened open() throws IOException;

  /**
   * The file that arrives.
   *
   * @param fileName as the sender calls it; never used as a name here
   */
  record Opened(String fileName, InputStream body) {}
}
