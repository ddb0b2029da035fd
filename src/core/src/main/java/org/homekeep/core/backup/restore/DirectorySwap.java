package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.storage.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange of the entries of one directory, by renames on one file system. Each step can be
 * done again after a crash and does the rest.
 */
final class DirectorySwap {
  private static final Logger LOG = LoggerFactory.getLogger(DirectorySwap.class);
  private static final String ASIDE = ".made-meanwhile";

  private final Path directory;
  private final Path staging;
  private final Predicate<String> covered;
  private final Checkpoints checkpoints;

  /**
   * A swap.
   *
   * @param staging in the directory itself, where the new entries wait and the old ones go
   * @param covered names directly below the directory that are replaced; the staging is not
   */
  DirectorySwap(Path directory, Path staging, Predicate<String> covered, Checkpoints checkpoints) {
    this.directory = directory;
    this.staging = staging;
    this.covered = covered;
    this.checkpoints = checkpoints;
  }

  /** Where the new entries are put together. */
  static Path fresh(Path staging) {
    return staging.resolve("new");
  }

  /** Where the old entries wait until all is over. */
  static Path old(Path staging) {
    return staging.resolve("old");
  }

  private Path fresh() {
    return fresh(staging);
  }

  private Path old() {
    return old(staging);
  }

  void moveOut() throws IOException {
    Files.createDirectories(old());
    moveAll(directory, old());
    if (Files.isDirectory(fresh(), LinkOption.NOFOLLOW_LINKS)) {
      NewNames.write(staging, entries(fresh()));
    }
  }

  void moveIn() throws IOException {
    if (Files.isDirectory(fresh(), LinkOption.NOFOLLOW_LINKS)) {
      moveAll(fresh(), directory);
    }
  }

  void undoOut() throws IOException {
    if (Files.isDirectory(old(), LinkOption.NOFOLLOW_LINKS)) {
      moveAll(old(), directory);
    }
  }

  private void moveAll(Path from, Path to) throws IOException {
    for (Path entry : entries(from)) {
      String name = String.valueOf(entry.getFileName());
      if (covered.test(name)) {
        checkpoints.pass();
        move(entry, to.resolve(entry.getFileName()));
      }
    }
    AtomicFiles.syncDirectory(from);
    AtomicFiles.syncDirectory(to);
  }

  /**
   * Moves the new entries back. What somebody else has put beside them meanwhile stays; in the
   * place of an old entry it gets another name.
   */
  void undoIn() throws IOException {
    if (!Files.isDirectory(fresh(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Predicate<RawText> isNew = NewNames.read(staging);
    for (Path entry : entries(directory)) {
      Path name = entry.getFileName();
      if (name == null || !covered.test(name.toString())) {
        continue;
      }
      boolean cameWithUs = isNew.test(NativeNames.nameOf(entry)) && !isThere(fresh().resolve(name));
      if (cameWithUs) {
        checkpoints.pass();
        move(entry, fresh().resolve(name));
      } else if (isThere(old().resolve(name))) {
        checkpoints.pass();
        move(entry, aside(entry));
      }
    }
    AtomicFiles.syncDirectory(directory);
    AtomicFiles.syncDirectory(fresh());
  }

  /** Puts back among the new entries what stays as it is. */
  void keep() throws IOException {
    KeptMoves moves = new KeptMoves(directory, checkpoints);
    KeptList.forEach(staging, (from, to) -> moves.move(old().resolve(from), directory.resolve(to)));
    moves.sync();
  }

  /** Puts what stays as it is back to the old entries. */
  void undoKeep() throws IOException {
    KeptMoves moves = new KeptMoves(directory, checkpoints);
    KeptList.forEach(
        staging,
        (from, to) -> {
          if (Files.notExists(old().resolve(from), LinkOption.NOFOLLOW_LINKS)) {
            moves.move(directory.resolve(to), old().resolve(from));
          }
        });
    moves.sync();
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** A name that nothing has. */
  private Path aside(Path entry) {
    RawText name = NativeNames.nameOf(entry);
    for (int number = 1; ; number++) {
      RawText free = name.concat(RawText.of(number == 1 ? ASIDE : ASIDE + "-" + number));
      Path place = NativeNames.resolve(directory, free);
      if (!isThere(place) && !isThere(NativeNames.resolve(old(), free))) {
        LOG.atWarn()
            .addKeyValue("path", entry)
            .addKeyValue("new_name", free)
            .log("Somebody put this in the place of old data during a restore; both are kept");
        return place;
      }
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> result = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(result::add);
    }
    return result;
  }

  /**
   * A directory that its owner may not write to cannot change its parent; so it may for a while.
   */
  static void move(Path entry, Path target) throws IOException {
    if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) || Files.isWritable(entry)) {
      Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(entry);
    Set<PosixFilePermission> writable = EnumSet.of(PosixFilePermission.OWNER_WRITE);
    writable.addAll(permissions);
    Files.setPosixFilePermissions(entry, writable);
    Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
    Files.setPosixFilePermissions(target, permissions);
  }
}
