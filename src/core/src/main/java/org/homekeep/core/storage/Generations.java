package org.homekeep.core.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The generations of one document: the newest, the one before it, and one of the last days, for
 * when both were written while something was wrong. The older ones are hard links, which cost no
 * write; the document itself never disappears in between.
 */
final class Generations {
  private static final Duration KEPT = Duration.ofDays(2);

  private final Path newest;
  private final Path previous;
  private final Path older;

  Generations(Path newest) {
    this.newest = newest;
    this.previous = newest.resolveSibling(newest.getFileName() + ".previous");
    this.older = newest.resolveSibling(newest.getFileName() + ".older");
  }

  /** All places where a generation may lie, the newest first. */
  List<Path> newestFirst() {
    return List.of(newest, previous, older);
  }

  /** Keeps the newest before another takes its place. */
  void keep(Instant now) throws IOException {
    if (!Files.exists(newest)) {
      return;
    }
    if (isDue(older, now)) {
      link(previous, older);
    }
    link(newest, previous);
  }

  private static boolean isDue(Path generation, Instant now) throws IOException {
    try {
      return Files.getLastModifiedTime(generation).toInstant().isBefore(now.minus(KEPT));
    } catch (NoSuchFileException none) {
      return true;
    }
  }

  private static void link(Path generation, Path place) throws IOException {
    Path link = place.resolveSibling(place.getFileName() + AtomicFiles.UNFINISHED);
    Files.deleteIfExists(link);
    try {
      Files.createLink(link, generation);
    } catch (NoSuchFileException none) {
      return;
    }
    try {
      Files.move(link, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      AtomicFiles.deleteAfter(failed, link);
      throw failed;
    }
    // When both are one file already, as after a kill in between, a rename leaves both names.
    Files.deleteIfExists(link);
  }
}
