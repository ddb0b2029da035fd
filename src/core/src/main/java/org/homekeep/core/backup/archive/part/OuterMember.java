package org.homekeep.core.backup.archive.part;

import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/**
 * A member of the outer tar.
 *
 * @param name without a leading {@code ./}
 * @param partName the name of the part, for instance {@code homeassistant}, when this is one
 */
public record OuterMember(TarEntry entry, String name, Optional<PartName> partName) {
  private static final RawText HERE = RawText.of("./");
  private static final List<RawText> SUFFIXES =
      List.of(RawText.of(".tar.gz"), RawText.of(".tgz"), RawText.of(".tar"));

  /**
   * A member by its header.
   *
   * @throws ArchiveException.UnsafeMember when it is a part whose name could do harm
   */
  public static OuterMember of(TarEntry entry) throws ArchiveException {
    RawText name = entry.name();
    while (name.startsWith(HERE)) {
      name = name.slice(HERE.length(), name.length());
    }
    return new OuterMember(entry, name.toString(), partName(entry, name));
  }

  private static Optional<PartName> partName(TarEntry entry, RawText name) throws ArchiveException {
    if (entry.type() != TarType.FILE || name.indexOf('/') >= 0) {
      return Optional.empty();
    }
    for (RawText suffix : SUFFIXES) {
      if (name.endsWith(suffix) && name.length() > suffix.length()) {
        return Optional.of(PartName.of(name.slice(0, name.length() - suffix.length())));
      }
    }
    return Optional.empty();
  }

  /** Whether this is backup.json. */
  public boolean isMetadata() {
    return entry.type() == TarType.FILE && name.equals("backup.json");
  }

  /** Whether the part is compressed, going by its name. */
  public boolean isCompressed() {
    return !name.endsWith(".tar");
  }
}
