package org.homekeep.core.backup.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.InvalidSettingException;
import org.homekeep.core.runtime.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders that have a directory on this machine.
 *
 * @param directories folder → its directory, without links as far as it exists
 */
public record MappedFolders(Map<Folder, Path> directories) {
  private static final Logger LOG = LoggerFactory.getLogger(MappedFolders.class);

  public MappedFolders {
    directories = Collections.unmodifiableMap(new EnumMap<>(withType(directories)));
  }

  private static Map<Folder, Path> withType(Map<Folder, Path> any) {
    Map<Folder, Path> typed = new EnumMap<>(Folder.class);
    typed.putAll(any);
    return typed;
  }

  /**
   * By the settings. A directory that is not there now is kept: a disk may be mounted later.
   * Blocking.
   *
   * @throws InvalidSettingException when files would be in a backup twice, or backups in themselves
   */
  public static MappedFolders of(Settings settings, HubDirectories hub)
      throws InvalidSettingException {
    Map<Folder, Path> found = new EnumMap<>(Folder.class);
    for (Folder folder : Folder.values()) {
      FolderSettings.get(settings, folder)
          .ifPresent(path -> found.put(folder, HubDirectories.resolved(path)));
    }
    List<String> problems = new ArrayList<>();
    found.forEach((folder, path) -> overlap(folder, path, found, hub).ifPresent(problems::add));
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(problems);
    }
    found.forEach(MappedFolders::warnWhenAbsent);
    return new MappedFolders(found);
  }

  private static Optional<String> overlap(
      Folder folder, Path path, Map<Folder, Path> all, HubDirectories hub) {
    if (meet(path, hub.config())) {
      return Optional.of(
          "The folder %s cannot be %s: Homekeep keeps its own state and backups in %s, so that backups would contain themselves. Give a directory outside of it."
              .formatted(folder.wireName(), path, hub.config()));
    }
    if (meet(path, hub.data())) {
      return Optional.of(
          "The folder %s cannot be %s: it meets the data in %s, which is in every backup anyway, and a restore would replace it twice. Give a directory outside of it."
              .formatted(folder.wireName(), path, hub.data()));
    }
    return all.entrySet().stream()
        .filter(other -> other.getKey().compareTo(folder) < 0 && meet(path, other.getValue()))
        .findFirst()
        .map(
            other ->
                "The folders %s and %s cannot be %s and %s: one holds the other. Give directories that are apart."
                    .formatted(
                        other.getKey().wireName(), folder.wireName(), other.getValue(), path));
  }

  /** Whether one is the other or lies in it; a mount of the same directory elsewhere, too. */
  private static boolean meet(Path one, Path other) {
    if (one.startsWith(other) || other.startsWith(one)) {
      return true;
    }
    try {
      return Files.isSameFile(one, other);
    } catch (IOException notThere) {
      return false;
    }
  }

  private static void warnWhenAbsent(Folder folder, Path path) {
    if (!Files.isDirectory(path)) {
      LOG.atWarn()
          .addKeyValue("folder", folder.wireName())
          .addKeyValue("directory", path)
          .log("The directory of a folder is not there; backups with it fail until it is");
    }
  }

  /** Those that have a directory, in the order in which they are in archives. */
  public List<Folder> all() {
    return List.copyOf(directories.keySet());
  }

  /** The directory of a folder, if it has one. */
  public Optional<Path> find(Folder folder) {
    return Optional.ofNullable(directories.get(folder));
  }

  /**
   * The directories of the folders that were asked for, or of all when nothing was said; empty when
   * one has none.
   */
  public Optional<Map<Folder, Path>> chosen(Optional<List<Folder>> asked) {
    List<Folder> folders = asked.orElseGet(this::all);
    return directories.keySet().containsAll(folders)
        ? Optional.of(only(folders))
        : Optional.empty();
  }

  /** The directories of some folders, which have one. */
  public Map<Folder, Path> only(Collection<Folder> folders) {
    Map<Folder, Path> chosen = new EnumMap<>(Folder.class);
    folders.forEach(folder -> find(folder).ifPresent(path -> chosen.put(folder, path)));
    return Collections.unmodifiableMap(chosen);
  }
}
