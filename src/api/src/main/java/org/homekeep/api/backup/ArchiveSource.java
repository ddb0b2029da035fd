package org.homekeep.api.backup;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an archive that is to be stored. */
@FunctionalInterface
public interface ArchiveSource {

  /**
   * Opens the bytes from the start. May be called more than once and yields the same bytes each
   * time, {@link AgentBackup#size()} of them. Blocking; the caller closes the stream.
   */
  InputStream open() throws IOException;
}
