package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.write.Omissions;

/**
 * Copies that stand in for the databases of a directory while it is archived.
 *
 * @param replacements path relative to the data directory → the copy
 * @param asTheyAre relative paths of databases that could not be copied: the files themselves go in
 */
public record Snapshot(Map<RawText, Path> replacements, List<RawText> asTheyAre)
    implements AutoCloseable {
  public Snapshot {
    replacements = Map.copyOf(replacements);
    asTheyAre = List.copyOf(asTheyAre);
  }

  /** No copies. */
  public static Snapshot none() {
    return new Snapshot(Map.of(), List.of());
  }

  /** The journals of the live databases; what only has such a name stays in. */
  public Omissions journals() {
    return this::isJournal;
  }

  private boolean isJournal(RawText relative, Path place) throws IOException {
    for (Sibling sibling : Sibling.values()) {
      int end = relative.length() - sibling.suffix().length();
      if (relative.endsWith(sibling.suffix()) && replacements.containsKey(relative.slice(0, end))) {
        return sibling.isGenuine(place);
      }
    }
    return false;
  }

  /** How much the copies take. */
  public long bytes() throws IOException {
    long bytes = 0;
    for (Path copy : replacements.values()) {
      bytes += Files.size(copy);
    }
    return bytes;
  }

  /** Deletes the copies. */
  @Override
  public void close() throws IOException {
    for (Path copy : replacements.values()) {
      Files.deleteIfExists(copy);
    }
  }
}
