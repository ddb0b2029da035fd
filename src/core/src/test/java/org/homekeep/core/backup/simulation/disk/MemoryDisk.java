package org.homekeep.core.backup.simulation.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A disk in memory.
 *
 * <p>Each operation is done whole or, when the power fails at it, not at all; a write may be half
 * done. Names and renames survive, bytes only when they were synced or the power was merciful.
 */
public final class MemoryDisk extends FileSystem {
  private static final long ROOMY = 1L << 30;

  private final MemoryProvider provider = new MemoryProvider(this);
  private final NavigableMap<String, Node> nodes = new TreeMap<>();
  private final Supplier<Instant> clock;
  private final Random random;
  private long used;
  private long capacity = ROOMY;
  private long claimed;
  private long untilFailure = Long.MAX_VALUE;
  private boolean dead;
  private Consumer<Path> listener = removed -> {};

  /**
   * An empty disk.
   *
   * @param clock dates the files
   * @param random decides what is left of a write at which the power fails
   */
  public MemoryDisk(Supplier<Instant> clock, Random random) {
    this.clock = clock;
    this.random = random;
    nodes.put("/", new Node(true, clock.get()));
  }

  /** The path of a text. */
  public Path path(String text) {
    return getPath(text);
  }

  /** Hears of every name of a file that goes for good, before it does. */
  public synchronized void onRemove(Consumer<Path> removed) {
    listener = removed;
  }

  /**
   * Leaves no more room than this.
   *
   * @param says how much room the disk says that it has, which may be more
   */
  public synchronized void fill(long room, long says) {
    capacity = used + room;
    claimed = says;
  }

  /** There is room again. */
  public synchronized void empty() {
    capacity = ROOMY;
  }

  /** Lets the power fail at one of the next operations. */
  public synchronized void failAfter(long operations) {
    untilFailure = operations;
  }

  /** Whether the power has failed. */
  public synchronized boolean isDead() {
    return dead;
  }

  /** Lets the power fail now. */
  public synchronized void fail() {
    dead = true;
  }

  /**
   * Restores the power.
   *
   * @param synced whether all bytes were written in time, as after a kill of the process alone
   */
  public synchronized void restore(boolean synced) {
    dead = false;
    untilFailure = Long.MAX_VALUE;
    Set<Node> files = Collections.newSetFromMap(new IdentityHashMap<>());
    nodes.forEach(
        (name, node) -> {
          if (!node.isDirectory() && files.add(node)) {
            if (!synced) {
              used -= node.lose(random);
            }
            // What is left was on the disk all the time.
            node.sync();
          }
        });
  }

  /** Counts an operation. */
  void operation() {
    if (!dead && untilFailure-- <= 0) {
      dead = true;
    }
    requirePower();
  }

  void requirePower() {
    if (dead) {
      throw new PowerFailure();
    }
  }

  Instant now() {
    return clock.get();
  }

  Map<String, Node> nodes() {
    return nodes;
  }

  NavigableMap<String, Node> below(String directory) {
    String prefix = directory.equals("/") ? "/" : directory + "/";
    return nodes.subMap(prefix, false, prefix + Character.MAX_VALUE, false);
  }

  Node node(Path path) throws NoSuchFileException {
    Node found = nodes.get(key(path));
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    return found;
  }

  static String key(Path path) {
    return MemoryPath.of(path).key();
  }

  /** Takes a name away. */
  void remove(String name) {
    if (nodes.containsKey(name)) {
      listener.accept(getPath(name));
    }
    Node node = nodes.remove(name);
    if (node != null && node.unlinked()) {
      used -= node.size();
    }
  }

  void write(Node node, ByteBuffer source, int from) throws IOException {
    boolean wasAlive = !dead;
    int count = source.remaining();
    try {
      operation();
    } catch (PowerFailure failure) {
      if (wasAlive && count > 0) {
        store(node, source, random.nextInt(count), from);
      }
      throw failure;
    }
    long grows = Math.max(0, (long) from + count - node.size());
    if (used + grows > capacity) {
      int fits = (int) Math.max(0, Math.min(count, capacity - used + node.size() - from));
      store(node, source, fits, from);
      throw new IOException("No space left on device");
    }
    store(node, source, count, from);
  }

  private void store(Node node, ByteBuffer source, int count, int from) {
    int before = node.size();
    node.write(source, count, from);
    node.touch(FileTime.from(now()));
    used += node.size() - before;
  }

  void truncate(Node node, int length) {
    int before = node.size();
    node.truncate(length);
    used -= before - node.size();
  }

  synchronized long usable() {
    return capacity == ROOMY ? ROOMY - used : claimed;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new MemoryStore(this));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic", "posix", "unix");
  }

  @Override
  public Path getPath(String first, String... more) {
    return new MemoryPath(this, FileSystems.getDefault().getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(MemoryPath.of(path).raw());
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
