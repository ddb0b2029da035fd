package org.homekeep.core.backup.archive.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * A directory that is held open: what is read through it lies in it, whatever its path leads to
 * meanwhile.
 *
 * <p>Somebody who may write in a directory could put a link in place of it, at the right moment,
 * and have a hub that may read everything put the files of others into the archive.
 */
final class HeldDirectory implements Closeable {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path path;
  private final DirectoryStream<Path> stream;

  private HeldDirectory(Path path, DirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  /** A directory that a person has chosen, be it behind a link. */
  @SuppressWarnings("StreamResourceLeak") // It is closed with what holds it.
  static HeldDirectory root(Path path) throws IOException {
    return new HeldDirectory(path, Files.newDirectoryStream(path));
  }

  /** Something is a link now, and was none when it was looked at. */
  static final class ReplacedException extends IOException {
    private ReplacedException(IOException cause) {
      super("it is a link now", cause);
    }
  }

  /** A directory in this one; fails when it is a link or anything else. */
  @SuppressWarnings("StreamResourceLeak") // It is closed with what holds it.
  HeldDirectory child(RawText name) throws IOException {
    Path child = path(name);
    Optional<SecureDirectoryStream<Path>> secure = secure();
    if (secure.isEmpty()) {
      return new HeldDirectory(child, Files.newDirectoryStream(child));
    }
    try {
      return new HeldDirectory(
          child, secure.get().newDirectoryStream(relative(name), LinkOption.NOFOLLOW_LINKS));
    } catch (NotDirectoryException e) {
      throw new ReplacedException(e);
    } catch (IOException e) {
      throw isLink(name) ? new ReplacedException(e) : e;
    }
  }

  /** A file in this directory; fails when it is a link. */
  FileChannel open(RawText name) throws IOException {
    Optional<SecureDirectoryStream<Path>> secure = secure();
    if (secure.isEmpty()) {
      return FileChannel.open(path(name), READ);
    }
    SeekableByteChannel channel;
    try {
      channel = secure.get().newByteChannel(relative(name), READ);
    } catch (IOException e) {
      throw isLink(name) ? new ReplacedException(e) : e;
    }
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    throw new IOException("the file system does not open it as a file");
  }

  private boolean isLink(RawText name) throws IOException {
    Optional<SecureDirectoryStream<Path>> secure = secure();
    return secure.isPresent()
        && secure
            .get()
            .getFileAttributeView(
                relative(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .isSymbolicLink();
  }

  /** Where something in this directory is, to ask for what does not matter much. */
  Path path(RawText name) {
    return NativeNames.resolve(path, name);
  }

  /** Reads the names; once. */
  SortedNames names() throws IOException {
    SortedNames names = new SortedNames();
    try {
      stream.forEach(child -> names.add(NativeNames.nameOf(child)));
    } catch (DirectoryIteratorException e) {
      throw new IOException("its names cannot be read", e);
    }
    return names;
  }

  private Optional<SecureDirectoryStream<Path>> secure() {
    return stream instanceof SecureDirectoryStream<Path> held
        ? Optional.of(held)
        : Optional.empty();
  }

  private static Path relative(RawText name) {
    return NativeNames.resolve(Path.of(""), name);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
