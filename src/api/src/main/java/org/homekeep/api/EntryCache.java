package org.homekeep.api;

import java.io.IOException;
import java.util.Optional;

/**
 * What an integration has found out for one entry and could find out again, kept over restarts so
 * that it need not. The hub deletes it with the entry; it is in no backup, and may be gone at any
 * time.
 *
 * <p>Nothing secret belongs here, and nothing that cannot be had again. The file may be damaged or
 * of another version: whoever reads it looks whether it is what was written.
 */
public interface EntryCache {
  /** No cache is larger, in bytes. */
  int MOST_BYTES = 16 * 1024 * 1024;

  /**
   * What was written last; empty when nothing was, or when it is gone. Blocks.
   *
   * @throws IOException when it cannot be read, which is no reason to fail
   */
  Optional<byte[]> read() throws IOException;

  /**
   * Replaces it, as a whole or not at all. Blocks until it is on the disk; does nothing when the
   * entry has been removed.
   *
   * @throws IOException when it cannot be kept, which is no reason to fail
   * @throws IllegalArgumentException when it is larger than {@link #MOST_BYTES}
   */
  void write(byte[] content) throws IOException;
}
