package org.homekeep.app.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears under its name when it is complete, and not before; closing removes what is
 * not.
 */
final class NewFile implements AutoCloseable {
  private final Path target;
  private final boolean replaces;
  private final Path draft;

  private NewFile(Path target, boolean replaces, Path draft) {
    this.target = target;
    this.replaces = replaces;
    this.draft = draft;
  }

  /**
   * Plans a file.
   *
   * @param replaces whether a file of that name may be replaced
   */
  static NewFile at(Path target, boolean replaces) throws IOException {
    Path name = target.getFileName();
    if (name == null || Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (!replaces && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    String draft = ".%s.%s.part".formatted(name, UUID.randomUUID().toString().substring(0, 8));
    return new NewFile(target, replaces, target.resolveSibling(draft));
  }

  /** Where it is written in the meantime; nothing is there yet. */
  Path draft() {
    return draft;
  }

  /** The directory it lies in. */
  Path directory() {
    Path parent = target.toAbsolutePath().getParent();
    return parent == null ? target.toAbsolutePath() : parent;
  }

  /** Gives the draft, which is on the disk, its name. */
  void publish() throws IOException {
    if (replaces) {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      linkOrMove();
    }
    try (FileChannel channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A link is refused when the name is taken, in one step; not every file system has links. */
  private void linkOrMove() throws IOException {
    try {
      Files.createLink(target, draft);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.move(draft, target);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(draft);
  }
}
