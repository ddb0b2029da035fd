package org.homekeep.app.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.homekeep.core.backup.archive.files.NativeNames;

/**
 * A file that appears under its name when it is complete, and not before; closing removes what is
 * not.
 */
final class NewFile implements AutoCloseable {
  /** What Linux takes. */
  private static final int MAX_NAME = 255;

  private final Path target;
  private final boolean replaces;
  private final WorkDirectory work;

  private NewFile(Path target, boolean replaces, WorkDirectory work) {
    this.target = target;
    this.replaces = replaces;
    this.work = work;
  }

  /**
   * Plans a file.
   *
   * @param replaces whether a regular file of that name may be replaced
   */
  static NewFile at(Path target, boolean replaces) throws IOException, Trouble {
    if (NativeNames.nameOf(target).length() > MAX_NAME) {
      throw Trouble.withFile("The name %s is too long for a file.".formatted(target));
    }
    boolean free = !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    // A device or a link is never meant to become an archive.
    boolean replaceable = replaces && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
    if (target.getFileName() == null || !(free || replaceable)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path directory = directory(target);
    requireDirectory(directory);
    if (!Files.isWritable(directory)) {
      throw Trouble.withFile(
          "You may not write into %s. Use an account that may, or choose another place."
              .formatted(directory));
    }
    return new NewFile(target, replaces, WorkDirectory.createIn(directory));
  }

  /** The directory in which a file is to be made. */
  static Path directory(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /** Refuses a directory that is not there. */
  static void requireDirectory(Path directory) throws Trouble {
    if (!Files.isDirectory(directory)) {
      throw Trouble.withFile(
          "There is no directory %s. Make it, or choose another place.".formatted(directory));
    }
  }

  /** Waits until the names in a directory are on the disk. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException unreadable) {
      // One may write into it all the same.
    }
  }

  /** A private directory beside the file, on the same disk, for as long as it is made. */
  WorkDirectory work() {
    return work;
  }

  /** Where it is written in the meantime; nothing is there yet. */
  Path draft() {
    return work.path().resolve("draft");
  }

  /** The directory it lies in. */
  Path directory() {
    return directory(target);
  }

  /**
   * Gives the draft, which is on the disk, its name.
   *
   * @throws FileAlreadyExistsException when another has the name; then it surely is not this one
   */
  void publish() throws IOException {
    if (replaces) {
      Files.move(draft(), target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      linkOrMove();
    }
    sync(directory());
  }

  /** A link is refused when the name is taken, in one step; not every file system has links. */
  private void linkOrMove() throws IOException {
    try {
      Files.createLink(target, draft());
    } catch (FileAlreadyExistsException taken) {
      // A server may be asked twice, and refuse the second time what it did the first.
      if (!Files.isSameFile(target, draft())) {
        throw taken;
      }
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.move(draft(), target);
    }
  }

  @Override
  public void close() throws IOException {
    work.close();
  }
}
