package org.homekeep.core.backup.archive.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.files.NotedPatterns;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarType;
import org.homekeep.core.backup.archive.tar.TarWriter;

/**
 * Puts a directory into a tar, in the order of the names' bytes.
 *
 * <p>The directory may be in use: what vanishes or changes its size meanwhile is worth a warning,
 * never a broken tar.
 */
final class TreeWriter {
  private static final int BUFFER = 256 * 1024;
  private static final int MAX_DEPTH = 1_000;
  private static final int TRIES = 5;

  private final PartSource source;
  private final Path output;
  private final TarWriter tar;
  private final WriteProgress progress;
  private final byte[] buffer = new byte[BUFFER];
  private final Deque<Level> open = new ArrayDeque<>();

  /** A directory that is being written, and the names in it that are still to come. */
  private record Level(
      HeldDirectory directory, RawText arcName, RawText relative, Iterator<RawText> rest) {}

  /**
   * A writer of one part.
   *
   * @param output the archive itself, which is never put into itself
   */
  TreeWriter(PartSource source, Path output, TarWriter tar, WriteProgress progress) {
    this.source = source;
    this.output = output;
    this.tar = tar;
    this.progress = progress;
  }

  void write() throws IOException {
    try {
      writeAll();
    } finally {
      while (!open.isEmpty()) {
        open.removeLast().directory().close();
      }
    }
  }

  private void writeAll() throws IOException {
    Path root = source.directory();
    SourceFile attributes = rootAttributes(root);
    if (!attributes.isDirectory()) {
      throw unreadable(RawText.EMPTY, new IOException("it is not a directory"));
    }
    RawText arcRoot = RawText.of(source.arcRoot());
    tar.begin(
        attributes
            .entry(arcRoot, TarType.DIRECTORY, 0, RawText.EMPTY)
            .withExtra(NotedPatterns.write(source.patterns())));
    progress.added();
    boolean atTop = source.arcRoot().equals(PartSource.NO_ROOT);
    enter(() -> HeldDirectory.root(root), atTop ? RawText.EMPTY : arcRoot, RawText.EMPTY);
    while (!open.isEmpty()) {
      Level level = open.getLast();
      if (level.rest().hasNext()) {
        writeChild(level, level.rest().next());
      } else {
        open.removeLast().directory().close();
      }
    }
    tar.finish();
  }

  private SourceFile rootAttributes(Path root) throws IOException {
    try {
      return SourceFile.of(root.toRealPath());
    } catch (NoSuchFileException e) {
      throw unreadable(RawText.EMPTY, new IOException("it does not exist", e));
    } catch (IOException e) {
      throw unreadable(RawText.EMPTY, e);
    }
  }

  /** Opens something in a directory. */
  private interface Opening<T> {
    T open() throws IOException;
  }

  /**
   * Opens; empty with a warning when it has vanished, or has become something else since it was
   * looked at.
   */
  private <T> Optional<T> opened(RawText relative, Opening<T> opening) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Optional.of(opening.open());
      } catch (NoSuchFileException e) {
        vanished(relative);
        return Optional.empty();
      } catch (HeldDirectory.ReplacedException e) {
        progress.warn(
            relative
                + " became something else while the archive was written; its content is not in it.");
        return Optional.empty();
      } catch (IOException e) {
        // What is put there and taken away all the time shows what it is at one of these.
        if (attempt == TRIES || e instanceof AccessDeniedException) {
          throw unreadable(relative, e);
        }
      }
    }
  }

  private void enter(Opening<HeldDirectory> opening, RawText arcName, RawText relative)
      throws IOException {
    if (open.size() > MAX_DEPTH) {
      throw unreadable(relative, new IOException("directories are nested too deeply"));
    }
    Optional<HeldDirectory> opened = opened(relative, opening);
    if (opened.isEmpty()) {
      return;
    }
    HeldDirectory directory = opened.get();
    try {
      Iterator<RawText> names = directory.names().sorted();
      open.addLast(new Level(directory, arcName, relative, names));
    } catch (IOException e) {
      directory.close();
      throw unreadable(relative, e);
    }
  }

  private void writeChild(Level level, RawText name) throws IOException {
    RawText relative = level.relative().child(name);
    Path path = level.directory().path(name);
    if (!source.exclusions().excludes(relative.toString()) && !isOmitted(relative, path)) {
      progress.checkCancelled();
      add(level.directory(), name, level.arcName().child(name), relative);
    }
  }

  private boolean isOmitted(RawText relative, Path path) throws IOException {
    try {
      return source.omissions().omits(relative, path);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw unreadable(relative, e);
    }
  }

  private void add(HeldDirectory parent, RawText name, RawText arcName, RawText relative)
      throws IOException {
    Path path = parent.path(name);
    SourceFile attributes;
    try {
      attributes = attributes(path, relative);
    } catch (NoSuchFileException e) {
      vanished(relative);
      return;
    }
    if (attributes.isRegular()) {
      addFile(parent, name, attributes, arcName, relative);
    } else if (attributes.isDirectory()) {
      begin(attributes, arcName, TarType.DIRECTORY, 0, RawText.EMPTY);
      enter(() -> parent.child(name), arcName, relative);
    } else if (attributes.isSymlink()) {
      addSymlink(path, attributes, arcName, relative);
    } else {
      progress.warn(relative + " is a socket, pipe or device; it is not in the archive.");
    }
  }

  private void addSymlink(Path path, SourceFile attributes, RawText arcName, RawText relative)
      throws IOException {
    RawText target;
    try {
      target = NativeNames.pathBytes(Files.readSymbolicLink(path));
    } catch (NoSuchFileException e) {
      vanished(relative);
      return;
    } catch (IOException e) {
      throw unreadable(relative, e);
    }
    begin(attributes, arcName, TarType.SYMLINK, 0, target);
  }

  private void addFile(
      HeldDirectory parent, RawText name, SourceFile attributes, RawText arcName, RawText relative)
      throws IOException {
    Path path = parent.path(name);
    Path snapshot = source.replacements().get(relative);
    if (output.endsWith(path.getFileName()) && Files.isSameFile(path, output)) {
      return;
    }
    Optional<FileChannel> opened =
        opened(relative, () -> snapshot == null ? parent.open(name) : open(snapshot));
    if (opened.isEmpty()) {
      return;
    }
    try (FileChannel in = opened.get()) {
      long size = in.size();
      begin(attributes, arcName, TarType.FILE, size, RawText.EMPTY);
      copy(in, size, relative);
    }
  }

  private static FileChannel open(Path snapshot) throws IOException {
    return FileChannel.open(snapshot, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private void copy(FileChannel in, long size, RawText relative) throws IOException {
    long rest = size;
    while (rest > 0) {
      int count = read(in, (int) Math.min(buffer.length, rest), relative);
      if (count < 0) {
        break;
      }
      tar.write(buffer, 0, count);
      rest -= count;
      progress.read(count);
    }
    if (tar.fill() > 0) {
      progress.warn(
          relative + " became shorter while it was read; its end is zeros in the archive.");
    } else if (read(in, 1, relative) > 0) {
      progress.warn(
          relative + " grew while it was read; the archive has the " + size + " bytes it had.");
    }
  }

  private int read(FileChannel in, int length, RawText relative) throws IOException {
    try {
      return in.read(ByteBuffer.wrap(buffer, 0, length));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(relative, e);
    }
  }

  private void begin(SourceFile attributes, RawText name, TarType type, long size, RawText link)
      throws IOException {
    tar.begin(attributes.entry(name, type, size, link));
    progress.added();
  }

  private SourceFile attributes(Path path, RawText relative) throws IOException {
    try {
      return SourceFile.of(path);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(relative, e);
    }
  }

  private void vanished(RawText relative) {
    progress.warn(relative + " vanished while the archive was written; it is not in it.");
  }

  private ArchiveException unreadable(RawText relative, IOException cause) {
    Object path = relative.isEmpty() ? source.directory() : relative;
    String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : reason(cause);
    return new ArchiveException.SourceUnreadable(
        "Error adding " + path + " to tarfile: " + reason, cause);
  }

  private static String reason(IOException cause) {
    return cause instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(cause.getMessage());
  }
}
