package org.homekeep.core.backup.simulation.disk;

import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** What a disk says of its room. */
final class MemoryStore extends FileStore {
  private final MemoryDisk disk;

  MemoryStore(MemoryDisk disk) {
    this.disk = disk;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public long getTotalSpace() {
    return Long.MAX_VALUE;
  }

  @Override
  public long getUsableSpace() {
    return disk.usable();
  }

  @Override
  public long getUnallocatedSpace() {
    return disk.usable();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return true;
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return true;
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) {
    throw new UnsupportedOperationException(attribute);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemoryStore store && store.disk == disk;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(disk);
  }
}
