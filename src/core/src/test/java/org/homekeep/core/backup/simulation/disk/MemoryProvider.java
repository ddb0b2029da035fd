package org.homekeep.core.backup.simulation.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations on a {@link MemoryDisk}. */
final class MemoryProvider extends FileSystemProvider {
  private final MemoryDisk disk;

  MemoryProvider(MemoryDisk disk) {
    this.disk = disk;
  }

  @Override
  public String getScheme() {
    return "memory";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return disk;
  }

  @Override
  public Path getPath(URI uri) {
    return disk.getPath(uri.getPath());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    synchronized (disk) {
      String name = MemoryDisk.key(path);
      Node node = disk.nodes().get(name);
      boolean isNew = options.contains(StandardOpenOption.CREATE_NEW);
      if (isNew && node != null) {
        throw new FileAlreadyExistsException(name);
      }
      if (node == null) {
        if (!isNew && !options.contains(StandardOpenOption.CREATE)) {
          throw new NoSuchFileException(name);
        }
        node = added(path, false);
      } else {
        disk.requirePower();
      }
      if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
        disk.truncate(node, 0);
      }
      return new MemoryChannel(disk, node, options.contains(StandardOpenOption.APPEND));
    }
  }

  private Node added(Path path, boolean directory) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || !disk.node(parent).isDirectory()) {
      throw new NotDirectoryException(String.valueOf(parent));
    }
    disk.operation();
    Node node = new Node(directory, disk.now());
    disk.nodes().put(MemoryDisk.key(path), node);
    return node;
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> found = new ArrayList<>();
    synchronized (disk) {
      disk.requirePower();
      if (!disk.node(directory).isDirectory()) {
        throw new NotDirectoryException(directory.toString());
      }
      String name = MemoryDisk.key(directory);
      int prefix = name.equals("/") ? 1 : name.length() + 1;
      for (String each : disk.below(name).keySet()) {
        if (each.indexOf('/', prefix) < 0) {
          Path child = directory.resolve(each.substring(prefix));
          if (filter.accept(child)) {
            found.add(child);
          }
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {
        // Nothing is held open.
      }
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    synchronized (disk) {
      if (disk.nodes().containsKey(MemoryDisk.key(directory))) {
        throw new FileAlreadyExistsException(directory.toString());
      }
      added(directory, true);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    synchronized (disk) {
      Node node = disk.node(path);
      String name = MemoryDisk.key(path);
      if (node.isDirectory() && !disk.below(name).isEmpty()) {
        throw new DirectoryNotEmptyException(name);
      }
      disk.operation();
      disk.remove(name);
    }
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    synchronized (disk) {
      Node node = disk.node(existing);
      if (disk.nodes().containsKey(MemoryDisk.key(link))) {
        throw new FileAlreadyExistsException(link.toString());
      }
      disk.operation();
      node.linked();
      disk.nodes().put(MemoryDisk.key(link), node);
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    synchronized (disk) {
      Node node = disk.node(source);
      String from = MemoryDisk.key(source);
      String to = MemoryDisk.key(target);
      boolean replaces =
          Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)
              || Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE);
      if (node.isDirectory()) {
        throw new UnsupportedOperationException("No directory is moved here.");
      }
      if (disk.nodes().containsKey(to) && !replaces) {
        throw new FileAlreadyExistsException(to);
      }
      Path parent = target.toAbsolutePath().normalize().getParent();
      if (parent == null || !disk.node(parent).isDirectory()) {
        throw new NotDirectoryException(to);
      }
      disk.operation();
      // A rename of one name of a file to another one of the same file does nothing.
      if (disk.nodes().get(to) != node) {
        disk.remove(to);
        disk.nodes().remove(from);
        disk.nodes().put(to, node);
      }
    }
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    synchronized (disk) {
      return disk.node(one) == disk.node(other);
    }
  }

  @Override
  public boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) {
    return new MemoryStore(disk);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    synchronized (disk) {
      disk.requirePower();
      disk.node(path);
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    MemoryView view = new MemoryView(disk, path);
    return type.isInstance(view) ? type.cast(view) : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return type.cast(attributes(path));
  }

  private MemoryAttributes attributes(Path path) throws IOException {
    synchronized (disk) {
      disk.requirePower();
      return MemoryAttributes.of(disk.node(path));
    }
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return attributes(path).unix();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException(name);
  }
}
