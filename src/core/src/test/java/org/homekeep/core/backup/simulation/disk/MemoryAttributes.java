package org.homekeep.core.backup.simulation.disk;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Set;

/** What a disk says of a file at a moment. */
record MemoryAttributes(
    boolean directory, long bytes, FileTime modified, Set<PosixFilePermission> mode, Object key)
    implements PosixFileAttributes {

  static MemoryAttributes of(Node node) {
    return new MemoryAttributes(
        node.isDirectory(), node.size(), node.modified(), node.permissions(), node);
  }

  /** The same in the words of the view {@code unix}. */
  Map<String, Object> unix() {
    return Map.of(
        "mode",
        directory ? 0040755 : 0100600,
        "uid",
        0,
        "gid",
        0,
        "lastModifiedTime",
        modified,
        "size",
        bytes);
  }

  @Override
  public UserPrincipal owner() {
    return () -> "owner";
  }

  @Override
  public GroupPrincipal group() {
    return () -> "group";
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return mode;
  }

  @Override
  public FileTime lastModifiedTime() {
    return modified;
  }

  @Override
  public FileTime lastAccessTime() {
    return modified;
  }

  @Override
  public FileTime creationTime() {
    return modified;
  }

  @Override
  public boolean isRegularFile() {
    return !directory;
  }

  @Override
  public boolean isDirectory() {
    return directory;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public long size() {
    return bytes;
  }

  @Override
  public Object fileKey() {
    return key;
  }
}
