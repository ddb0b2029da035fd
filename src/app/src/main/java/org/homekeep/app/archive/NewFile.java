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
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
   * @param replaces whether a regular file of that name may be replaced
   */
  static NewFile at(Path target, boolean replaces) throws IOException, Trouble {
    Path name = target.getFileName();
    boolean free = !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    // A device or a link is never meant to become an archive.
    boolean replaceable = replaces && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
    if (name == null || !(free || replaceable)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path directory = target.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw Trouble.withFile(
          "There is no directory %s. Make it, or choose another place.".formatted(directory));
    }
    if (directory != null && !Files.isWritable(directory)) {
      throw Trouble.withFile(
          "You may not write into %s. Use an account that may, or choose another place."
              .formatted(directory));
    }
    String draft = ".%s.%s.part".formatted(name, UUID.randomUUID().toString().substring(0, 8));
    return new NewFile(target, replaces, target.resolveSibling(draft));
  }

  /**
   * Drafts of a file of this name that are there already: a run that was killed left them, or one
   * that still runs.
   */
  List<Path> otherDrafts() throws IOException {
    String pattern = "\\.%s\\.[0-9a-f]{8}\\.part".formatted(Pattern.quote(name(target)));
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .filter(file -> name(file).matches(pattern) && !name(file).equals(name(draft)))
          .sorted()
          .toList();
    } catch (AccessDeniedException unreadable) {
      // One may write into it all the same.
      return List.of();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
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
