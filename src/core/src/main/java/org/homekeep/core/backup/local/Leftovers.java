package org.homekeep.core.backup.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the last run left where archives lie. What nobody needs goes; a whole archive that nobody
 * knows of is stored instead, because it may be the only copy of a backup: the journal may be gone,
 * or older than the archive.
 *
 * <p>Blocking, for a start. What the system refuses keeps no hub down.
 */
public final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String ARCHIVE = ".tar";

  /** What a restore fetched is where it was fetched from. */
  private static final String FETCHED_TO_RESTORE = "restore-";

  private static final Pattern TOKEN_OF_AN_UPLOAD =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4,12}){4}");

  private final LocalDirectory directory;
  private final Path temporary;
  private final ArchiveEngine engine;
  private final Predicate<String> isHeld;
  private final Predicate<String> isDeleted;
  private final List<Found> found = new ArrayList<>();
  private final List<IOException> troubles = new ArrayList<>();

  /**
   * A whole archive that nobody knew of, and that is stored here now.
   *
   * @param uploaded whether somebody had sent it, and it was not made here
   */
  public record Found(AgentBackup backup, boolean uploaded) {}

  /**
   * What came of it.
   *
   * @param troubles what could not be looked through, moved or deleted, a sentence each
   */
  public record Settled(List<Found> found, List<IOException> troubles) {
    public Settled {
      found = List.copyOf(found);
      troubles = List.copyOf(troubles);
    }
  }

  /**
   * What lies in two directories.
   *
   * @param isHeld whether some location is known to hold a backup, by its id
   * @param isDeleted whether a person has deleted it
   */
  public Leftovers(
      LocalDirectory directory,
      Path temporary,
      ArchiveEngine engine,
      Predicate<String> isHeld,
      Predicate<String> isDeleted) {
    this.directory = directory;
    this.temporary = temporary;
    this.engine = engine;
    this.isHeld = isHeld;
    this.isDeleted = isDeleted;
  }

  /**
   * Tidies up.
   *
   * @param finished name → backup of the archives in the backup directory that were whole
   * @param needed names of the temporary files that stay
   */
  public Settled settle(Map<String, AgentBackup> finished, Set<String> needed) {
    each(directory.path(), LocalDirectory.PARTIALS, file -> partial(file, finished));
    each(
        temporary,
        "*",
        file -> {
          if (!needed.contains(nameOf(file))
              && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            temporary(file);
          }
        });
    return new Settled(found, troubles);
  }

  /** What is done with one file. */
  private interface Step {
    void on(Path file) throws IOException;
  }

  private void each(Path place, String names, Step step) {
    if (!Files.isDirectory(place)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(place, names)) {
      for (Path file : left) {
        try {
          step.on(file);
        } catch (IOException failed) {
          trouble(file, failed);
        }
      }
    } catch (IOException failed) {
      trouble(place, failed);
    } catch (DirectoryIteratorException failed) {
      trouble(place, new IOException(failed.getMessage(), failed));
    }
  }

  private void trouble(Path place, IOException failed) {
    LOG.atError()
        .addKeyValue("path", place)
        .setCause(failed)
        .log("What the last run left could not be tidied up; the next start tries again");
    troubles.add(failed);
  }

  private void partial(Path file, Map<String, AgentBackup> finished) throws IOException {
    AgentBackup owed = finished.get(nameOf(file));
    if (owed != null && Files.size(file) == owed.size()) {
      Path adopted = adopt(file, owed);
      LOG.atInfo()
          .addKeyValue("backup_id", owed.backupId())
          .addKeyValue("file", adopted)
          .log("A backup that was made just before the last stop is stored now");
      return;
    }
    // What was copied from another place lies there, and is copied again.
    Optional<AgentBackup> whole =
        LocalDirectory.isCopy(nameOf(file)) ? Optional.empty() : whole(file);
    boolean uploaded = isUpload(LocalDirectory.tokenOf(nameOf(file)));
    if (whole.isPresent() && !(uploaded && isHeld.test(whole.get().backupId()))) {
      store(file, whole.get(), uploaded);
    } else {
      Files.deleteIfExists(file);
    }
  }

  private void temporary(Path file) throws IOException {
    String name = nameOf(file);
    Optional<AgentBackup> whole =
        name.endsWith(ARCHIVE) && !name.startsWith(FETCHED_TO_RESTORE)
            ? whole(file)
            : Optional.empty();
    if (whole.isPresent() && !isHeld.test(whole.get().backupId())) {
      store(file, whole.get(), isUpload(name.substring(0, name.length() - ARCHIVE.length())));
    } else {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isUpload(String token) {
    return TOKEN_OF_AN_UPLOAD.matcher(token).matches();
  }

  /** What an archive holds, if it was written to its end and nobody has deleted it since. */
  private Optional<AgentBackup> whole(Path file) throws IOException {
    return engine.finished(file).filter(backup -> !isDeleted.test(backup.backupId()));
  }

  private void store(Path file, AgentBackup backup, boolean uploaded) throws IOException {
    Path stored = adopt(file, backup);
    LOG.atWarn()
        .addKeyValue("backup_id", backup.backupId())
        .addKeyValue("file", stored)
        .log("A whole backup was found that the journal of deliveries does not name; it is stored");
    found.add(new Found(backup, uploaded));
  }

  private Path adopt(Path file, AgentBackup backup) throws IOException {
    try {
      directory.prepare();
      return directory.adopt(file, backup);
    } catch (IOException failed) {
      throw new IOException(
          "The whole backup %s could not be moved to %s (%s). Move it there yourself if no location has it."
              .formatted(file, directory.path(), failed.getMessage()),
          failed);
    }
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
