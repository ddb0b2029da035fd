package org.homekeep.app.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Work directories that lie where a new one was made: of runs that were killed, or that still run.
 *
 * <p>Only what this user owns and nobody has locked is removed, through handles of directories and
 * never by path, because others may write to the place, too.
 *
 * @param removed what is gone
 * @param unclear what has no lock to tell by
 */
record Leftovers(List<Path> removed, List<Path> unclear) {
  private static final Set<OpenOption> FOR_LOCK =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  Leftovers {
    removed = List.copyOf(removed);
    unclear = List.copyOf(unclear);
  }

  private enum State {
    IN_USE,
    UNCLEAR,
    REMOVED
  }

  /**
   * Removes what dead runs of this user left.
   *
   * @param own the new work directory
   */
  static Leftovers removedBeside(Path own) throws IOException {
    UserPrincipal user = Files.getOwner(own);
    List<Path> removed = new ArrayList<>();
    List<Path> unclear = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(own.resolveSibling(""), WorkDirectory.PREFIX + "*")) {
      if (all instanceof SecureDirectoryStream<Path> place) {
        for (Path left : all) {
          boolean isOwn = left.getFileName().equals(own.getFileName());
          State state = isOwn ? State.IN_USE : remove(place, left.getFileName(), user);
          if (state != State.IN_USE) {
            (state == State.REMOVED ? removed : unclear).add(left);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      // One may write into it all the same, and there is nothing to do about the others.
    }
    return new Leftovers(removed, unclear);
  }

  private static State remove(SecureDirectoryStream<Path> place, Path name, UserPrincipal user) {
    try (SecureDirectoryStream<Path> left =
        place.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      PosixFileAttributeView view = left.getFileAttributeView(PosixFileAttributeView.class);
      if (view == null || !view.getOwner().equals(user)) {
        return State.IN_USE;
      }
      State state = removeFiles(left);
      if (state == State.REMOVED) {
        place.deleteDirectory(name);
      }
      return state;
    } catch (IOException | DirectoryIteratorException notOurs) {
      return State.IN_USE;
    }
  }

  private static State removeFiles(SecureDirectoryStream<Path> left) throws IOException {
    try (var channel = left.newByteChannel(Path.of(WorkDirectory.LOCK), FOR_LOCK)) {
      if (!(channel instanceof FileChannel lock) || lock.tryLock() == null) {
        return State.IN_USE;
      }
      for (Path file : left) {
        left.deleteFile(file.getFileName());
      }
      return State.REMOVED;
    } catch (OverlappingFileLockException ownRun) {
      return State.IN_USE;
    } catch (NoSuchFileException noLock) {
      return State.UNCLEAR;
    }
  }
}
