package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.snapshot.LeftOut;
import org.homekeep.core.storage.AtomicFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the place among the new entries of everything that stays. Directories that are missing on
 * the way there are made, as the old ones are; where something new is in the way, what stays gets a
 * name that is free, so that neither is lost.
 */
final class KeptPlaces extends SimpleFileVisitor<Path> {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPlaces.class);
  private static final String ASIDE = ".kept-from-before";

  private final Path directory;
  private final Path fresh;
  private final LeftOut leftOut;
  private final Predicate<String> covered;
  private final KeptList.Listener listener;
  private final Deque<Level> open = new ArrayDeque<>();

  /** An old directory that is walked, and its place among the new ones once that is needed. */
  private static final class Level {
    private final Path old;
    private Optional<Path> place = Optional.empty();
    private boolean made;

    Level(Path old) {
      this.old = old;
    }
  }

  /**
   * Places for one directory.
   *
   * @param fresh the new entries
   * @param covered names directly below the directory that are exchanged
   */
  KeptPlaces(
      Path directory,
      Path fresh,
      LeftOut leftOut,
      Predicate<String> covered,
      KeptList.Listener listener) {
    this.directory = directory;
    this.fresh = fresh;
    this.leftOut = leftOut;
    this.covered = covered;
    this.listener = listener;
  }

  /** Walks the old entries. */
  void find() throws IOException {
    Files.walkFileTree(directory, this);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
      throws IOException {
    if (each.equals(directory)) {
      Level top = new Level(each);
      top.place = Optional.of(fresh);
      open.addLast(top);
      return FileVisitResult.CONTINUE;
    }
    if (!isCovered(each) || staysOut(each)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    open.addLast(new Level(each));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (isCovered(file)) {
      staysOut(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** What cannot be seen might have to stay. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
    if (!isCovered(file) || staysOut(file)) {
      return FileVisitResult.CONTINUE;
    }
    throw new IOException(
        "%s cannot be looked into (%s), and what the backup left out on purpose may lie there, so nothing was changed. Give Homekeep's user the permission, or move it away."
            .formatted(file, failed.getMessage()),
        failed);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failed)
      throws IOException {
    if (failed != null) {
      return visitFileFailed(each, failed);
    }
    Level level = open.removeLast();
    if (level.place.isPresent()) {
      AtomicFiles.syncDirectory(level.place.get());
      if (level.made) {
        Trees.copyAttributes(level.old, level.place.get());
      }
    }
    return FileVisitResult.CONTINUE;
  }

  private boolean isCovered(Path each) {
    return covered.test(String.valueOf(directory.relativize(each).getName(0)));
  }

  /** Whether an old entry stays; its place is told then. */
  private boolean staysOut(Path each) throws IOException {
    Path relative = directory.relativize(each);
    if (!leftOut.omits(NativeNames.pathBytes(relative), each)) {
      return false;
    }
    Path parent = reach();
    Path place = NativeNames.resolve(parent, NativeNames.nameOf(each));
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) || isJournalOfAnother(each, parent)) {
      place = aside(each, parent);
    }
    listener.kept(relative, fresh.relativize(place));
    return true;
  }

  /** Whether SQLite would take a journal for that of a new database. */
  private static boolean isJournalOfAnother(Path each, Path parent) throws IOException {
    Optional<RawText> database = LeftOut.databaseOfJournal(each);
    return database.isPresent()
        && Files.exists(NativeNames.resolve(parent, database.get()), LinkOption.NOFOLLOW_LINKS);
  }

  /** The place of the innermost directory; what is missing on the way there is made. */
  private Path reach() throws IOException {
    Path place = fresh;
    for (Level level : open) {
      if (level.place.isEmpty()) {
        enter(level, place);
      }
      place = level.place.orElseThrow();
    }
    return place;
  }

  private void enter(Level level, Path parent) throws IOException {
    Path place = NativeNames.resolve(parent, NativeNames.nameOf(level.old));
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      Path made = Files.exists(place, LinkOption.NOFOLLOW_LINKS) ? aside(level.old, parent) : place;
      Trees.within(parent, () -> Files.createDirectory(made));
      level.made = true;
      place = made;
    }
    level.place = Optional.of(place);
  }

  /** A name that neither an old entry has nor a new one. */
  private Path aside(Path old, Path parent) throws IOException {
    RawText name = NativeNames.nameOf(old);
    for (int number = 1; ; number++) {
      RawText free = name.concat(RawText.of(number == 1 ? ASIDE : ASIDE + "-" + number));
      Path place = NativeNames.resolve(parent, free);
      if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)
          && Files.notExists(
              NativeNames.resolve(old.resolveSibling(""), free), LinkOption.NOFOLLOW_LINKS)) {
        LOG.atWarn()
            .addKeyValue("path", old)
            .addKeyValue("new_name", free)
            .log("The backup left this out, and has something else in its place; both are kept");
        return place;
      }
    }
  }
}
