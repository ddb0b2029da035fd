package org.homekeep.core.backup.simulation.disk;

import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/** A file or a directory, whatever its names are. */
final class Node {
  private static final byte[] NOTHING = {};

  private final boolean directory;
  private byte[] content = NOTHING;
  private int size;
  private int synced;
  private int links = 1;
  private FileTime modified;
  private Set<PosixFilePermission> permissions;

  Node(boolean directory, Instant now) {
    this.directory = directory;
    this.modified = FileTime.from(now);
    this.permissions = PosixFilePermissions.fromString(directory ? "rwxr-xr-x" : "rw-r--r--");
  }

  boolean isDirectory() {
    return directory;
  }

  int size() {
    return size;
  }

  FileTime modified() {
    return modified;
  }

  void touch(FileTime time) {
    modified = time;
  }

  Set<PosixFilePermission> permissions() {
    return permissions;
  }

  void permit(Set<PosixFilePermission> changed) {
    permissions = Set.copyOf(changed);
  }

  void linked() {
    links++;
  }

  /** One name less; true when it was the last. */
  boolean unlinked() {
    links--;
    return links == 0;
  }

  int read(ByteBuffer target, int from) {
    int count = Math.min(target.remaining(), size - from);
    if (count <= 0) {
      return target.hasRemaining() ? -1 : 0;
    }
    target.put(content, from, count);
    return count;
  }

  void write(ByteBuffer source, int count, int from) {
    int end = from + count;
    if (end > content.length) {
      content = Arrays.copyOf(content, Math.max(end, 2 * content.length));
    }
    source.get(content, from, count);
    size = Math.max(size, end);
  }

  void truncate(int length) {
    if (length < size) {
      Arrays.fill(content, length, size, (byte) 0);
      size = length;
      synced = Math.min(synced, length);
    }
  }

  void sync() {
    synced = size;
  }

  /** Of what was not synced, the power leaves any part. */
  int lose(Random random) {
    int left = synced + random.nextInt(size - synced + 1);
    int lost = size - left;
    truncate(left);
    return lost;
  }
}
