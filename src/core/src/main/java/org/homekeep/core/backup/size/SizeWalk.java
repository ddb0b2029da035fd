package org.homekeep.core.backup.size;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.homekeep.core.backup.archive.files.IgnoreRules;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the directory of one part. What the user leaves out is walked as well, so that it can
 * be told how much that is; links are not followed.
 */
final class SizeWalk extends SimpleFileVisitor<Path> {
  private final String part;
  private final Path root;
  private final Predicate<Path> never;
  private final IgnoreRules rules;
  private final Tally tally;
  private final WalkBound bound;
  private final Deque<Level> open = new ArrayDeque<>();

  /** A directory that is being walked. */
  private static final class Level {
    private final Path directory;
    private final OptionalInt leftOutBy;
    private long bytes;
    private long largestEntry;

    Level(Path directory, OptionalInt leftOutBy) {
      this.directory = directory;
      this.leftOutBy = leftOutBy;
    }

    void add(long entry) {
      bytes += entry;
      largestEntry = Math.max(largestEntry, entry);
    }

    /** One entry is nearly all of it, and tells more. */
    boolean isOnlyTheWayToAnEntry() {
      return largestEntry / 9 >= bytes / 10;
    }
  }

  /**
   * A walk.
   *
   * @param never relative paths that go into no backup, whatever the user says
   */
  SizeWalk(
      String part,
      Path root,
      Predicate<Path> never,
      IgnoreRules rules,
      Tally tally,
      WalkBound bound) {
    this.part = part;
    this.root = root;
    this.never = never;
    this.rules = rules;
    this.tally = tally;
    this.bound = bound;
  }

  void run() throws IOException {
    Files.walkFileTree(root, this);
    while (!open.isEmpty()) {
      close();
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (bound.isReached()) {
      return FileVisitResult.TERMINATE;
    }
    if (directory.equals(root)) {
      open.addLast(new Level(directory, OptionalInt.empty()));
      return FileVisitResult.CONTINUE;
    }
    Path relative = root.relativize(directory);
    if (never.test(relative)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    open.addLast(new Level(directory, leavingOut(relative, true)));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (bound.isReached()) {
      return FileVisitResult.TERMINATE;
    }
    Path relative = root.relativize(file);
    if (!attributes.isRegularFile() || open.isEmpty() || never.test(relative)) {
      return FileVisitResult.CONTINUE;
    }
    OptionalInt pattern = leavingOut(relative, false);
    if (pattern.isPresent()) {
      tally.leftOut(pattern.getAsInt(), attributes.size());
    } else {
      tally.file(attributes.size());
      open.getLast().add(attributes.size());
      tally.candidate(new SizedPath(part, relative.toString(), attributes.size(), false));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failed) {
    tally.unreadable();
    return bound.isReached() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) {
    if (failed != null) {
      tally.unreadable();
    }
    close();
    return FileVisitResult.CONTINUE;
  }

  private void close() {
    Level level = open.removeLast();
    if (open.isEmpty() || level.leftOutBy.isPresent()) {
      return;
    }
    open.getLast().add(level.bytes);
    if (!level.isOnlyTheWayToAnEntry()) {
      String path = root.relativize(level.directory).toString();
      tally.candidate(new SizedPath(part, path, level.bytes, true));
    }
  }

  private OptionalInt leavingOut(Path relative, boolean isDirectory) {
    OptionalInt above = open.getLast().leftOutBy;
    if (above.isPresent()) {
      return above;
    }
    List<String> names = new ArrayList<>();
    relative.forEach(name -> names.add(name.toString()));
    return rules.leavingOut(names, () -> isDirectory);
  }
}
