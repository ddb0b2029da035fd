package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.BackupId;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.WrittenArchive;
import org.homekeep.core.backup.config.IsoTime;
import org.homekeep.core.backup.snapshot.DataDirectory;
import org.homekeep.core.backup.snapshot.Snapshot;
import org.homekeep.core.runtime.HomeAssistantVersion;

/** The making of an archive of one configuration directory. */
final class HomeArchive {
  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);
  private static final Pattern VERSION = Pattern.compile("[0-9]{4}\\.[0-9]{1,2}\\.[0-9a-z.]{1,16}");
  private static final int MAX_VERSION_FILE = 64;

  private final Path directory;
  private final Optional<String> name;
  private final boolean includeDatabase;
  private final List<Path> leaveOut;

  /**
   * An archive to be made.
   *
   * @param leaveOut files that stay out when they lie below the directory, and need not be there
   */
  HomeArchive(Path directory, Optional<String> name, boolean includeDatabase, List<Path> leaveOut) {
    this.directory = directory;
    this.name = name.map(String::strip).filter(text -> !text.isEmpty());
    this.includeDatabase = includeDatabase;
    this.leaveOut = List.copyOf(leaveOut);
  }

  /** Copies the databases beside the archive, then writes the draft of it. */
  WrittenArchive write(
      Optional<Secret> key,
      SecureTarVersion version,
      CompressionLevel level,
      NewFile archive,
      Voice voice,
      Terminal terminal)
      throws IOException {
    DataDirectory data =
        new DataDirectory(directory, includeDatabase, leftOut(), DATABASE_PATIENCE);
    long total = data.volume().totalBytes();
    voice.remark("Copying databases ...");
    try (Snapshot snapshot = data.snapshot(archive.work().path());
        Progress progress = voice.progress(terminal, "Packing", total)) {
      ArchiveRequest request =
          new ArchiveRequest(
              metadata(key.isPresent()), List.of(data.source(snapshot)), key, version, level);
      return ArchiveWriter.create().write(request, archive.draft(), follow(progress, terminal));
    }
  }

  /** Where links lead does not matter: it is the name in the directory that stays out. */
  private Set<RawText> leftOut() throws IOException {
    Path root = directory.toRealPath();
    Set<RawText> relative = new HashSet<>();
    for (Path file : leaveOut) {
      Path directory = NewFile.directory(file).toRealPath();
      if (directory.startsWith(root)) {
        RawText below = NativeNames.pathBytes(root.relativize(directory));
        relative.add(below.child(NativeNames.nameOf(file)));
      }
    }
    return relative;
  }

  private ArchiveMetadata metadata(boolean isProtected) throws IOException {
    String date = IsoTime.format(OffsetDateTime.now(ZoneId.systemDefault()));
    String version = homeAssistantVersion();
    String title = name.orElse("Custom backup " + version);
    return ArchiveMetadata.ofHomeAssistant(
        BackupId.of(date, title),
        title,
        date,
        isProtected,
        Map.of("with_automatic_settings", false),
        new ArchiveMetadata.HomeAssistant(version, !includeDatabase));
  }

  /** As Home Assistant notes it in its directory: a restore refuses what is newer than itself. */
  private String homeAssistantVersion() throws IOException {
    Path noted = directory.resolve(".HA_VERSION");
    if (Files.isRegularFile(noted)) {
      try (InputStream in = Files.newInputStream(noted)) {
        String version =
            new String(in.readNBytes(MAX_VERSION_FILE), StandardCharsets.UTF_8).strip();
        if (VERSION.matcher(version).matches()) {
          return version;
        }
      }
    }
    return HomeAssistantVersion.CURRENT;
  }

  private static ArchiveObserver follow(Progress progress, Terminal terminal) {
    return new ArchiveObserver() {
      @Override
      public void progressed(long bytes) {
        progress.reached(bytes);
      }

      @Override
      public boolean isCancelled() {
        return terminal.stopped().getAsBoolean();
      }
    };
  }
}
