package org.homekeep.core.backup.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lay in the directory when it was last looked at: immutable, made anew with each look. A file
 * is opened again only when its size or its time has changed.
 */
final class LocalCatalogue {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCatalogue.class);

  /** A file as it was seen; without a backup when it is no readable archive. */
  private record Seen(long size, FileTime modified, Optional<ArchiveEngine.Seen> archive) {}

  /** An archive of a backup. */
  private record Found(AgentBackup backup, Path file, FileTime modified) {
    static final Comparator<Found> OLDEST_FIRST =
        Comparator.comparing(Found::modified).thenComparing(Found::file);
  }

  /**
   * A backup and the files that hold it, normally one. What the hub wrote itself comes before what
   * somebody put beside it later.
   */
  record Held(List<Found> found) {
    Held {
      found = found.stream().sorted(Found.OLDEST_FIRST).toList();
    }

    AgentBackup backup() {
      return found.get(0).backup();
    }

    List<Path> files() {
      return found.stream().map(Found::file).toList();
    }

    Held and(Held other) {
      return new Held(Stream.concat(found.stream(), other.found().stream()).toList());
    }

    /** The same without the files of another size, if there is one of this size. */
    Held preferring(OptionalLong size) {
      List<Found> same =
          found.stream()
              .filter(each -> size.isPresent() && each.backup().size() == size.getAsLong())
              .toList();
      return same.isEmpty() ? this : new Held(same);
    }
  }

  private final Map<Path, Seen> files;
  private final Map<String, Held> byId;
  private final boolean wasThere;
  private final Optional<Path> unreadable;

  private LocalCatalogue(Map<Path, Seen> files, boolean wasThere, Optional<Path> unreadable) {
    this.wasThere = wasThere;
    this.unreadable = unreadable;
    this.files = Map.copyOf(files);
    this.byId = new LinkedHashMap<>();
    files.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                entry
                    .getValue()
                    .archive()
                    .ifPresent(
                        archive ->
                            add(
                                new Found(
                                    archive.backup(),
                                    entry.getKey(),
                                    entry.getValue().modified()))));
  }

  private void add(Found found) {
    byId.merge(found.backup().backupId(), new Held(List.of(found)), Held::and);
  }

  static LocalCatalogue empty() {
    return new LocalCatalogue(Map.of(), false, Optional.empty());
  }

  Map<String, Held> all() {
    return Collections.unmodifiableMap(byId);
  }

  /** Id → name of archives that call themselves encrypted and are not. */
  Map<String, String> pretenders() {
    Map<String, String> names = new HashMap<>();
    files.values().stream()
        .flatMap(seen -> seen.archive().stream())
        .filter(ArchiveEngine.Seen::pretends)
        .forEach(seen -> names.put(seen.backup().backupId(), seen.backup().name()));
    return names;
  }

  /** A file that the system could not read just now; it may hold any backup. */
  Optional<Path> unreadable() {
    return unreadable;
  }

  Optional<Held> find(String backupId) {
    return Optional.ofNullable(byId.get(backupId));
  }

  /**
   * Looks again. Blocking. A directory that was never there holds nothing: it is made with the
   * first backup. One that was there, or whose parent is not, is away: nobody knows what it holds.
   */
  LocalCatalogue rescan(Path directory, ArchiveEngine engine)
      throws IOException, BackupAgentException {
    Map<Path, Seen> now = new HashMap<>();
    Optional<Path> unread = Optional.empty();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.tar")) {
      for (Path file : entries) {
        try {
          look(file, engine).ifPresent(seen -> now.put(file, seen));
        } catch (FileSystemException failed) {
          if (!unreadable.equals(Optional.of(file))) {
            LOG.atWarn()
                .addKeyValue("file", file)
                .log("A file cannot be read: {}", failed.toString());
          }
          unread = Optional.of(file);
        }
      }
    } catch (NoSuchFileException none) {
      Path parent = directory.toAbsolutePath().getParent();
      if (!wasThere && parent != null && Files.isDirectory(parent)) {
        return empty();
      }
      throw new BackupAgentException(
          "The backup directory %s is not there at the moment. Connect its disk, or make the directory again."
              .formatted(directory),
          none);
    } catch (NotDirectoryException inTheWay) {
      throw new BackupAgentException(
          "The backup directory %s is no directory: something else has its name. Move that away."
              .formatted(directory),
          inTheWay);
    } catch (IOException | DirectoryIteratorException notListed) {
      throw new BackupAgentException(
          "The backup directory %s cannot be read at the moment: %s"
              .formatted(directory, notListed.getMessage()),
          notListed);
    }
    return new LocalCatalogue(now, true, unread);
  }

  private Optional<Seen> look(Path file, ArchiveEngine engine) throws IOException {
    if (String.valueOf(file.getFileName()).startsWith(".")) {
      return Optional.empty();
    }
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (!now.isRegularFile()) {
        return Optional.empty();
      }
      Seen before = files.get(file);
      if (before != null
          && before.size() == now.size()
          && before.modified().equals(now.lastModifiedTime())) {
        return Optional.of(before);
      }
      return Optional.of(new Seen(now.size(), now.lastModifiedTime(), read(file, engine)));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private static Optional<ArchiveEngine.Seen> read(Path file, ArchiveEngine engine)
      throws FileSystemException {
    try {
      return Optional.of(engine.look(file));
    } catch (FileSystemException notNow) {
      // That says nothing about the archive, and may be over at the next look.
      throw notNow;
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .log("Unable to read backup {}: {}", file, unreadable.getMessage());
      return Optional.empty();
    }
  }
}
