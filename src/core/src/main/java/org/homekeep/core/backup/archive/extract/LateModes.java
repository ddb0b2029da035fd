package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Directories whose mode would keep their owner out: a tar may come back to them, so that they get
 * it at the very end, the deepest first.
 */
final class LateModes {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  /** Bytes of memory, about: thousands of directories, of which a home has none. */
  private static final int MOST = 4 << 20;

  private static final int OVERHEAD = 300;

  private final Map<Path, Attributes> waiting = new LinkedHashMap<>();
  private int weight;

  private record Attributes(Set<PosixFilePermission> mode, Instant modified) {}

  /** Takes a directory over, if it is one of these and there is room for it. */
  boolean take(Path directory, Set<PosixFilePermission> mode, Instant modified) throws IOException {
    waiting.remove(directory);
    if (mode.containsAll(OWNER) || weight > MOST) {
      return false;
    }
    weight += directory.toString().length() + OVERHEAD;
    waiting.put(directory, new Attributes(Set.copyOf(mode), modified));
    Set<PosixFilePermission> usable = EnumSet.copyOf(OWNER);
    usable.addAll(mode);
    Files.setPosixFilePermissions(directory, usable);
    return true;
  }

  /** Sets all that was taken over. */
  void apply() throws IOException {
    List<Path> deepestFirst =
        waiting.keySet().stream()
            .sorted(Comparator.comparing(Path::getNameCount).reversed())
            .toList();
    for (Path directory : deepestFirst) {
      Attributes attributes = waiting.get(directory);
      if (attributes != null) {
        ModificationTime.set(directory, attributes.modified());
        Files.setPosixFilePermissions(directory, attributes.mode());
      }
    }
    waiting.clear();
  }
}
