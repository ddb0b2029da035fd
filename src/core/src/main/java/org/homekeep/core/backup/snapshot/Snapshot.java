package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Copies that stand in for the databases of a directory while it is archived.
 *
 * @param replacements path relative to the data directory → the copy
 * @param leaveOut relative paths of journals that belong to the live databases
 */
public record Snapshot(Map<String, Path> replacements, Set<String> leaveOut)
    implements AutoCloseable {
  public Snapshot {
    replacements = Map.copyOf(replacements);
    leaveOut = Set.copyOf(leaveOut);
  }

  /** Deletes the copies. */
  @Override
  public void close() throws IOException {
    for (Path copy : replacements.values()) {
      Files.deleteIfExists(copy);
    }
  }
}
