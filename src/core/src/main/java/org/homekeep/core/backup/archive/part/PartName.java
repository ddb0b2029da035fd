package org.homekeep.core.backup.archive.part;

import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * The name of a part, which is the name of a directory when the part is taken out: one that a disk
 * takes and that leads nowhere else.
 *
 * <p>Every name that Home Assistant writes is one; an archive with another is made by hand.
 */
public record PartName(String text) {
  private static final int MAX_BYTES = 255;

  public PartName {
    if (!isSafe(RawText.of(text))) {
      throw new IllegalArgumentException("A part cannot have this name.");
    }
  }

  /**
   * Checks a name from an archive.
   *
   * @throws ArchiveException.UnsafeMember when it is none
   */
  static PartName of(RawText raw) throws ArchiveException {
    if (!isSafe(raw)) {
      throw new ArchiveException.UnsafeMember(
          "The archive has a part whose name is not safe to extract: '%s'. No backup program gives such a name; somebody made it by hand, or damaged it."
              .formatted(raw.slice(0, Math.min(raw.length(), MAX_BYTES))));
    }
    return new PartName(raw.toString());
  }

  private static boolean isSafe(RawText raw) {
    boolean leadsElsewhere = raw.equals(RawText.of(".")) || raw.equals(RawText.of(".."));
    return !raw.isEmpty()
        && raw.length() <= MAX_BYTES
        && !leadsElsewhere
        && raw.isUtf8()
        && raw.toString().chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
  }

  @Override
  public String toString() {
    return text;
  }
}
