package org.homekeep.core.backup.retention;

import java.util.Optional;

/**
 * What tells whether a backup holds the same home as those before it.
 *
 * @param size bytes of the archive, as its location lists it
 * @param kind what was to go in; only backups of one kind are compared by their size
 * @param directory tells the directory that it was made of from others; empty when it does not say
 */
public record Content(long size, String kind, Optional<String> directory) {
  /** What a log or a cache comes and goes by. */
  private static final long NOISE = 64 << 10;

  /** Whether less than half is left of what there was, as when a disk is not mounted. */
  boolean isShrunkFrom(long before) {
    return size < before - size && before - size > NOISE;
  }
}
