package org.homekeep.core.backup.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
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

  /** A backup and the files that hold it, normally one. */
  record Held(AgentBackup backup, List<Path> files) {}

  private final Map<Path, Seen> files;
  private final Map<String, Held> byId;

  private LocalCatalogue(Map<Path, Seen> files) {
    this.files = Map.copyOf(files);
    this.byId = new LinkedHashMap<>();
    files.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                entry.getValue().archive().ifPresent(found -> add(found.backup(), entry.getKey())));
  }

  private void add(AgentBackup backup, Path file) {
    byId.merge(
        backup.backupId(),
        new Held(backup, List.of(file)),
        (first, second) -> {
          List<Path> both = new ArrayList<>(first.files());
          both.addAll(second.files());
          return new Held(first.backup(), List.copyOf(both));
        });
  }

  static LocalCatalogue empty() {
    return new LocalCatalogue(Map.of());
  }

  List<AgentBackup> backups() {
    return byId.values().stream().map(Held::backup).toList();
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

  Optional<Held> find(String backupId) {
    return Optional.ofNullable(byId.get(backupId));
  }

  /** Looks again. Blocking; a directory that is not there holds nothing. */
  LocalCatalogue rescan(Path directory, ArchiveEngine engine) throws IOException {
    Map<Path, Seen> found = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.tar")) {
      for (Path file : entries) {
        look(file, engine).ifPresent(seen -> found.put(file, seen));
      }
    } catch (NoSuchFileException none) {
      return empty();
    }
    return new LocalCatalogue(found);
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

  private static Optional<ArchiveEngine.Seen> read(Path file, ArchiveEngine engine) {
    try {
      return Optional.of(engine.look(file));
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .log("Unable to read backup {}: {}", file, unreadable.getMessage());
      return Optional.empty();
    }
  }
}
