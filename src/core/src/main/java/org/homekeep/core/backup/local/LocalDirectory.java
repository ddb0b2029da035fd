package org.homekeep.core.backup.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupFileName;
import org.homekeep.core.storage.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of the local agent: which names are used in it, and how files come and go. */
public final class LocalDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(LocalDirectory.class);
  private static final String PARTIAL_PREFIX = ".homekeep-";
  private static final String PARTIAL_SUFFIX = ".partial";
  private static final int MOST_NAMESAKES = 1_000;

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

  /** A name for an archive that is still being written; it is never listed. */
  public Path partial(String token) {
    return directory.resolve(PARTIAL_PREFIX + token + PARTIAL_SUFFIX);
  }

  /** Whether an archive has not got its own name yet. Blocking. */
  public boolean isStillPartial(String name) {
    return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Deletes what unfinished writing left behind, and gives what was finished its own name.
   *
   * @param finished name → backup of the archives that were whole
   */
  public void settle(Map<String, AgentBackup> finished) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(directory, PARTIAL_PREFIX + "*" + PARTIAL_SUFFIX)) {
      for (Path file : left) {
        AgentBackup backup = finished.get(String.valueOf(file.getFileName()));
        if (backup != null && Files.size(file) == backup.size()) {
          adoptLate(file, backup);
        } else {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void adoptLate(Path file, AgentBackup backup) {
    try {
      Path adopted = adopt(file, backup);
      LOG.atInfo()
          .addKeyValue("backup_id", backup.backupId())
          .addKeyValue("file", adopted)
          .log("A backup that was made just before the last stop is stored now");
    } catch (IOException failed) {
      LOG.atError()
          .addKeyValue("file", file)
          .setCause(failed)
          .log("A finished backup could not be stored; the next start tries again");
    }
  }

  /**
   * Gives a finished archive of this directory its final name; after this it is listed, and stays
   * over a power cut. An archive that is already there is never replaced. After a failure it has
   * the name that it had.
   */
  public Path adopt(Path partial, AgentBackup backup) throws IOException {
    Path target = freeName(backup);
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    try {
      AtomicFiles.syncDirectory(directory);
    } catch (IOException notSynced) {
      // It is tried again later, and people are told that it is not there.
      Files.move(target, partial, StandardCopyOption.ATOMIC_MOVE);
      throw notSynced;
    }
    return target;
  }

  private Path freeName(AgentBackup backup) throws IOException {
    String base = BackupFileName.base(backup);
    for (int namesake = 1; namesake <= MOST_NAMESAKES; namesake++) {
      String name = namesake == 1 ? base : base + "_" + namesake;
      Path candidate = directory.resolve(name + BackupFileName.SUFFIX).normalize();
      if (!directory.equals(candidate.getParent())) {
        throw new IOException(
            "The backup cannot be stored under the name '%s', which leaves the directory."
                .formatted(name));
      }
      if (!Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
        return candidate;
      }
    }
    throw new IOException("There are too many backups of the name '%s'.".formatted(base));
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    AtomicFiles.syncDirectory(directory);
  }
}
