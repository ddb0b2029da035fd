package org.homekeep.core.backup.local;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupFileName;
import org.homekeep.core.storage.AtomicFiles;

/** The directory of the local agent: which names are used in it, and how files come and go. */
public final class LocalDirectory {
  private static final String PARTIAL_PREFIX = ".homekeep-";
  private static final String PARTIAL_SUFFIX = ".partial";
  private static final String COPY = "-upload";
  private static final int MOST_NAMESAKES = 1_000;

  /** The names of archives that are not finished. */
  static final String PARTIALS = PARTIAL_PREFIX + "*" + PARTIAL_SUFFIX;

  private final Path directory;

  public LocalDirectory(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory;
  }

  /** Makes the directory; its parent must exist, so that an absent mount is noticed. */
  public void prepare() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
  }

  /** The room on the disk of this directory, or on that where it would be made. Blocking. */
  public DiskSpace space() throws IOException {
    Path place = directory.toAbsolutePath();
    Path parent = place.getParent();
    FileStore disk =
        Files.getFileStore(parent == null || Files.isDirectory(place) ? place : parent);
    return new DiskSpace(disk.getUsableSpace(), disk.getTotalSpace());
  }

  /** A name for an archive that is still being written; it is never listed. */
  public Path partial(String token) {
    return file(PARTIAL_PREFIX + token + PARTIAL_SUFFIX);
  }

  /** A file of this directory. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Whether an archive has not got its own name yet. Blocking. */
  public boolean isStillPartial(String name) {
    return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** A name for an archive that is being copied here from another place; it is never listed. */
  Path copy(String backupId) {
    return partial(backupId + COPY);
  }

  /** Whether a name is that of a copy. */
  static boolean isCopy(String name) {
    return tokenOf(name).endsWith(COPY);
  }

  /** What tells an unfinished archive from others. */
  static String tokenOf(String name) {
    return name.substring(PARTIAL_PREFIX.length(), name.length() - PARTIAL_SUFFIX.length());
  }

  /**
   * Gives a finished archive of this directory its final name; after this it is listed, and stays
   * over a power cut. An archive that is already there is never replaced; when it is the same one,
   * the new file goes. After a failure the archive has the name that it had.
   */
  public Path adopt(Path partial, AgentBackup backup) throws IOException {
    Path target = nameFor(partial, backup);
    boolean isThere = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (isThere) {
      Files.delete(partial);
    } else {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      AtomicFiles.syncDirectory(directory);
    } catch (IOException notSynced) {
      if (!isThere) {
        // It is tried again later, and people are told that it is not there.
        Files.move(target, partial, StandardCopyOption.ATOMIC_MOVE);
      }
      throw notSynced;
    }
    return target;
  }

  /** A name that is free, or that of the same archive. */
  private Path nameFor(Path partial, AgentBackup backup) throws IOException {
    String base = BackupFileName.base(backup);
    for (int namesake = 1; namesake <= MOST_NAMESAKES; namesake++) {
      String name = namesake == 1 ? base : base + "_" + namesake;
      Path candidate = directory.resolve(name + BackupFileName.SUFFIX).normalize();
      if (!directory.equals(candidate.getParent())) {
        throw new IOException(
            "The backup cannot be stored under the name '%s', which leaves the directory."
                .formatted(name));
      }
      boolean free = !Files.exists(candidate, LinkOption.NOFOLLOW_LINKS);
      if (free
          || (Files.isRegularFile(candidate, LinkOption.NOFOLLOW_LINKS)
              && Files.mismatch(partial, candidate) == -1)) {
        return candidate;
      }
    }
    throw new IOException(
        "There are %d backups of the name and time '%s' here already. Delete some of them, and try again."
            .formatted(MOST_NAMESAKES, base));
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    AtomicFiles.syncDirectory(directory);
  }
}
