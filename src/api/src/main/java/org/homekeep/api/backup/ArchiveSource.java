package org.homekeep.api.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bytes of an archive that is to be stored. */
@FunctionalInterface
public interface ArchiveSource {

  /**
   * Opens the bytes from the start. May be called more than once and yields the same bytes each
   * time, {@link AgentBackup#size()} of them. Blocking; the caller closes the stream.
   */
  InputStream open() throws IOException;

  /**
   * The SHA-1 of all these bytes in lower-case hex, where it is known before they are read. A
   * location that keeps it beside them knows later whether they are still the same.
   */
  default Optional<String> sha1() {
    return Optional.empty();
  }

  /**
   * The MD5 of all these bytes in lower-case hex, where it is known before they are read; as a rule
   * it is for a location that {@linkplain BackupAgent#needsMd5 needs it}, and not always.
   */
  default Optional<String> md5() {
    return Optional.empty();
  }
}
