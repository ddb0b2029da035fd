package org.homekeep.core.backup.archive.part;

import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/**
 * A member of the outer tar.
 *
 * @param name without a leading {@code ./}
 */
public record OuterMember(TarEntry entry, String name) {
  private static final List<String> SUFFIXES = List.of(".tar.gz", ".tgz", ".tar");

  static OuterMember of(TarEntry entry) {
    String name = entry.name().toString();
    while (name.startsWith("./")) {
      name = name.substring(2);
    }
    return new OuterMember(entry, name);
  }

  /** Whether this is backup.json. */
  public boolean isMetadata() {
    return entry.type() == TarType.FILE && name.equals("backup.json");
  }

  /** The name of the part, for instance {@code homeassistant}, when this is one. */
  public Optional<String> partName() {
    if (entry.type() != TarType.FILE || name.indexOf('/') >= 0) {
      return Optional.empty();
    }
    return SUFFIXES.stream()
        .filter(suffix -> name.endsWith(suffix) && name.length() > suffix.length())
        .map(suffix -> name.substring(0, name.length() - suffix.length()))
        .findFirst();
  }

  /** Whether the part is compressed, going by its name. */
  public boolean isCompressed() {
    return !name.endsWith(".tar");
  }
}
