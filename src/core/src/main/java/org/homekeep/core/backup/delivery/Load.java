package org.homekeep.core.backup.delivery;

import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;

/**
 * The archive of one attempt.
 *
 * @param measured as it was written; empty when that was long ago, and is done again
 * @param isNew whether no location can have had a copy of this backup before
 */
record Load(Path file, Optional<Measured> measured, boolean isNew) {
  /** An archive that waited. */
  static Load late(Path file) {
    return new Load(file, Optional.empty(), false);
  }
}
