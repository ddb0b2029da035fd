package org.homekeep.core.backup.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;

/** What lies in the directories of the hub, seen past the hub. */
final class LocalCopies {
  private static final String BACKUPS = "/hub/backups";
  private static final String ARCHIVE = ".tar";

  private final MemoryDisk disk;
  private final ArchiveEngine engine = new ArchiveEngine(SecureTarVersion.V2);
  private final Map<Path, AgentBackup> described = new HashMap<>();

  LocalCopies(MemoryDisk disk) {
    this.disk = disk;
  }

  /** Whether a file passes for a backup. */
  static boolean isCopy(Path file) {
    String name = file.toString();
    return name.startsWith(BACKUPS + "/") && name.endsWith(ARCHIVE);
  }

  /** What an archive says of itself. */
  AgentBackup describe(Path file) {
    return described.computeIfAbsent(
        file,
        unknown -> {
          try {
            return engine.describe(unknown);
          } catch (IOException unreadable) {
            throw new AssertionError("What is listed here cannot be read.", unreadable);
          }
        });
  }

  /** An archive is there no more; another one may get its name. */
  void forget(Path file) {
    described.remove(file);
  }

  List<AgentBackup> all() {
    List<AgentBackup> found = new ArrayList<>();
    for (Path file : in(BACKUPS)) {
      if (isCopy(file)) {
        found.add(describe(file));
      }
    }
    return found;
  }

  Optional<Path> file(String backupId) {
    return files(backupId).stream().findFirst();
  }

  /** All files of a backup: several where a stop cut off several uploads of it. */
  List<Path> files(String backupId) {
    return in(BACKUPS).stream()
        .filter(LocalCopies::isCopy)
        .filter(file -> describe(file).backupId().equals(backupId))
        .toList();
  }

  /** Nothing that was only there for a time is still there. */
  void requireTidy(Requirements requirements) {
    List<Path> temporary = in("/hub/tmp_backups");
    requirements.require(temporary.isEmpty(), "temporary files stay", temporary);
    Stream.concat(in("/hub/.storage").stream(), in(BACKUPS).stream())
        .map(file -> String.valueOf(file.getFileName()))
        .forEach(
            name ->
                requirements.require(
                    !name.endsWith(".new") && !name.endsWith(".partial"),
                    "a temporary file stays",
                    name));
  }

  private List<Path> in(String directory) {
    Path path = disk.path(directory);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
