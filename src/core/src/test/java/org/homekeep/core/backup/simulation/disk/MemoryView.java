package org.homekeep.core.backup.simulation.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a file, to be changed. */
final class MemoryView implements PosixFileAttributeView {
  private final MemoryDisk disk;
  private final Path path;

  MemoryView(MemoryDisk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  @Override
  public String name() {
    return "posix";
  }

  @Override
  public PosixFileAttributes readAttributes() throws IOException {
    synchronized (disk) {
      disk.requirePower();
      return MemoryAttributes.of(disk.node(path));
    }
  }

  @Override
  public void setTimes(
      @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
      throws IOException {
    synchronized (disk) {
      disk.operation();
      if (modified != null) {
        disk.node(path).touch(modified);
      }
    }
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    synchronized (disk) {
      disk.operation();
      disk.node(path).permit(permissions);
    }
  }

  @Override
  public void setGroup(GroupPrincipal group) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipal getOwner() {
    return () -> "owner";
  }

  @Override
  public void setOwner(UserPrincipal owner) {
    throw new UnsupportedOperationException();
  }
}
