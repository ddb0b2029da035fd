package org.homekeep.core.backup.archive.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/** Attributes of a file as it lies on disk, links not followed. */
record SourceFile(int mode, long uid, long gid, Instant modified) {
  private static final int TYPE_MASK = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMLINK = 0120000;

  static SourceFile of(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return new SourceFile(
        (Integer) attribute(attributes, "mode"),
        (Integer) attribute(attributes, "uid") & 0xffffffffL,
        (Integer) attribute(attributes, "gid") & 0xffffffffL,
        ((FileTime) attribute(attributes, "lastModifiedTime")).toInstant());
  }

  private static Object attribute(Map<String, Object> attributes, String name) throws IOException {
    Object value = attributes.get(name);
    if (value == null) {
      throw new IOException("The file system does not tell the " + name + " of a file.");
    }
    return value;
  }

  boolean isRegular() {
    return (mode & TYPE_MASK) == REGULAR;
  }

  boolean isDirectory() {
    return (mode & TYPE_MASK) == DIRECTORY;
  }

  boolean isSymlink() {
    return (mode & TYPE_MASK) == SYMLINK;
  }

  TarEntry entry(RawText name, TarType type, long size, RawText link) {
    return new TarEntry(name, type, size, mode & 07777, uid, gid, modified, link, Map.of());
  }
}
