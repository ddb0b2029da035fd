package org.homekeep.core.backup.simulation.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a {@link MemoryDisk}; its names behave as those of the machine. */
final class MemoryPath implements Path {
  private final MemoryDisk disk;
  private final Path raw;
  private @Nullable String key;

  MemoryPath(MemoryDisk disk, Path raw) {
    this.disk = disk;
    this.raw = raw;
  }

  static MemoryPath of(Path path) {
    if (path instanceof MemoryPath own) {
      return own;
    }
    throw new ProviderMismatchException(path.toString());
  }

  Path raw() {
    return raw;
  }

  /** The name of the file that it leads to. */
  String key() {
    String known = key;
    if (known == null) {
      known = raw.toAbsolutePath().normalize().toString();
      key = known;
    }
    return known;
  }

  private MemoryPath with(Path changed) {
    return new MemoryPath(disk, changed);
  }

  private @Nullable MemoryPath orNull(@Nullable Path changed) {
    return changed == null ? null : with(changed);
  }

  @Override
  public FileSystem getFileSystem() {
    return disk;
  }

  @Override
  public boolean isAbsolute() {
    return raw.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return orNull(raw.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return orNull(raw.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return orNull(raw.getParent());
  }

  @Override
  public int getNameCount() {
    return raw.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return with(raw.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return with(raw.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof MemoryPath own && own.disk == disk && raw.startsWith(own.raw);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof MemoryPath own && own.disk == disk && raw.endsWith(own.raw);
  }

  @Override
  public Path normalize() {
    return with(raw.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return with(raw.resolve(of(other).raw));
  }

  @Override
  public Path relativize(Path other) {
    return with(raw.relativize(of(other).raw));
  }

  @Override
  public URI toUri() {
    return URI.create("memory://" + toAbsolutePath());
  }

  @Override
  public Path toAbsolutePath() {
    return raw.isAbsolute() ? this : with(Path.of("/").resolve(raw));
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    Path real = toAbsolutePath().normalize();
    synchronized (disk) {
      disk.node(real);
    }
    return real;
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return raw.compareTo(of(other).raw);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemoryPath own && own.disk == disk && raw.equals(own.raw);
  }

  @Override
  public int hashCode() {
    return raw.hashCode();
  }

  @Override
  public String toString() {
    return raw.toString();
  }
}
