package org.homekeep.core.backup.archive.tar;

import java.time.Instant;
import java.util.Map;

/**
 * One member of a tar: its header without its data.
 *
 * @param name path with {@code /}; a directory's may or may not end with one
 * @param size bytes of data that follow; 0 for all but files
 * @param mode permission bits, octal 07777
 * @param link where a link points to, else empty
 * @param extra extended records that this library gives no meaning to, kept for rewriting
 */
public record TarEntry(
    RawText name,
    TarType type,
    long size,
    int mode,
    long uid,
    long gid,
    Instant modified,
    RawText link,
    Map<String, RawText> extra) {
  public TarEntry {
    extra = Map.copyOf(extra);
    if (size < 0) {
      throw new IllegalArgumentException("A tar member cannot have " + size + " bytes.");
    }
  }

  /** A plain file, owned by root, readable by all: what the outer tar holds. */
  public static TarEntry file(String name, long size, Instant modified) {
    return new TarEntry(
        RawText.of(name), TarType.FILE, size, 0644, 0, 0, modified, RawText.EMPTY, Map.of());
  }

  /** The same member with another size. */
  public TarEntry withSize(long newSize) {
    return new TarEntry(name, type, newSize, mode, uid, gid, modified, link, extra);
  }

  /** The same member with other unknown records. */
  public TarEntry withExtra(Map<String, RawText> newExtra) {
    return new TarEntry(name, type, size, mode, uid, gid, modified, link, newExtra);
  }
}
