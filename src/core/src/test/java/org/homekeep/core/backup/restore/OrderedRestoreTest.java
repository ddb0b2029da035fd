package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory with old data, and an archive that an order brings back. */
abstract class OrderedRestoreTest {
  static final Secret KEY = Secret.of("correct horse");
  static final String DATABASE = "home-assistant_v2.db";

  /** What a restore of everything brings. */
  static final Map<String, String> NEW =
      Map.of(
          "added.yaml",
          "new",
          "configuration.yaml",
          "new",
          "empty",
          "directory",
          DATABASE,
          "new database",
          "link",
          "-> nowhere",
          "nested",
          "directory",
          "nested/backups",
          "directory",
          "nested/backups/kept.txt",
          "new");

  Path root;
  HubDirectories directories;
  Path archive;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    root = temporary;
    Path home = Files.createDirectories(root.resolve("home"));
    directories = new HubDirectories(home, home);
    archive = root.resolve("archive.tar");
    write(archive, backedUp(root.resolve("source")), true, HomeAssistantVersion.CURRENT);
    fillWithOldData(home);
  }

  static Path backedUp(Path source) throws IOException {
    Files.createDirectories(source.resolve("backups"));
    Files.createDirectories(source.resolve("nested/backups"));
    Files.createDirectory(source.resolve("empty"));
    Files.writeString(source.resolve("configuration.yaml"), "new");
    Files.writeString(source.resolve("added.yaml"), "new");
    Files.writeString(source.resolve("nested/backups/kept.txt"), "new");
    Files.writeString(source.resolve(DATABASE), "new database");
    Files.createSymbolicLink(source.resolve("link"), Path.of("nowhere"));
    return source;
  }

  static void fillWithOldData(Path home) throws IOException {
    Files.createDirectories(home.resolve("backups"));
    Files.createDirectories(home.resolve("nested/old"));
    Files.writeString(home.resolve("backups/mine.tar"), "a backup");
    Files.writeString(home.resolve("configuration.yaml"), "old");
    Files.writeString(home.resolve("obsolete.yaml"), "old");
    Files.writeString(home.resolve("nested/old/file"), "old");
    Files.writeString(home.resolve(DATABASE), "old database");
    Files.writeString(home.resolve(DATABASE + "-wal"), "old log");
    Files.writeString(home.resolve(".ha_run.lock"), "");
    Files.createDirectory(
        home.resolve("readonly"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
  }

  static void write(Path target, Path source, boolean database, String version) throws IOException {
    PartSource part =
        PartSource.homeAssistant(
            source, Exclusions.homeAssistant(database), Map.of(), Omissions.none());
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata(database, version), List.of(part), Optional.of(KEY)),
            target,
            ArchiveObserver.none());
  }

  static ArchiveMetadata metadata(boolean database, String version) {
    return ArchiveMetadata.ofHomeAssistant(
        "c0cb53bd",
        "test",
        "2025-01-30T05:42:12.345678-08:00",
        true,
        Map.of(),
        new ArchiveMetadata.HomeAssistant(version, !database));
  }

  void order(boolean database, boolean homeAssistant) throws IOException {
    new RestoreOrder(archive, Optional.of(KEY), false, database, homeAssistant, Map.of())
        .write(directories);
  }

  /** Path → content of all that is in a directory, what the hub keeps for itself apart. */
  Map<String, String> contents() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var paths = Files.walk(directories.data())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = directories.data().relativize(path).toString();
        boolean own =
            name.isEmpty()
                || name.startsWith(".HA_")
                || name.startsWith("backups")
                || name.equals(".ha_run.lock");
        if (!own) {
          found.put(name, describe(path));
        }
      }
    }
    return found;
  }

  static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        ? "directory"
        : Files.readString(path);
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
