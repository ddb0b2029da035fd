package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.core.storage.AtomicFiles;

/** Renames of single entries from one directory to another, which may be on the disk already. */
final class KeptMoves {
  private final Path root;
  private final Checkpoints checkpoints;
  private Optional<Path> left = Optional.empty();
  private Optional<Path> entered = Optional.empty();

  /**
   * Moves within a directory.
   *
   * @param root all paths are below it
   */
  KeptMoves(Path root, Checkpoints checkpoints) {
    this.root = root;
    this.checkpoints = checkpoints;
  }

  /**
   * Moves an entry; does nothing when it is not there, because it was moved before.
   *
   * @throws FileAlreadyExistsException when somebody else has put something at its place
   */
  void move(Path from, Path to) throws IOException {
    if (Files.notExists(from, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.notExists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Path source = from.resolveSibling("");
    Path target = to.resolveSibling("");
    if (!entered.equals(Optional.of(target)) || !left.equals(Optional.of(source))) {
      sync();
    }
    entered = Optional.of(target);
    left = Optional.of(source);
    checkpoints.pass();
    requireNoLinks(source);
    requireNoLinks(target);
    Trees.within(source, () -> Trees.within(target, () -> DirectorySwap.move(from, to)));
  }

  /** Whoever may write in a folder could put a link on the way, which would lead anywhere. */
  private void requireNoLinks(Path directory) throws IOException {
    Path expected = root.toRealPath().resolve(root.relativize(directory));
    if (!directory.toRealPath().equals(expected)) {
      throw new IOException(
          "%s was changed by somebody else while it was restored".formatted(directory));
    }
  }

  /** Makes the renames survive a power cut: first that an entry is there, then that it has gone. */
  void sync() throws IOException {
    if (entered.isPresent()) {
      AtomicFiles.syncDirectory(entered.get());
    }
    if (left.isPresent()) {
      AtomicFiles.syncDirectory(left.get());
    }
    entered = Optional.empty();
    left = Optional.empty();
  }
}
