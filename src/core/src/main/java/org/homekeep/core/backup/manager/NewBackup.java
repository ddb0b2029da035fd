package org.homekeep.core.backup.manager;

import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.BackupId;
import org.homekeep.core.backup.config.IsoTime;
import org.homekeep.core.backup.key.KeyFingerprint;
import org.homekeep.core.runtime.HomeAssistantVersion;

/**
 * The plan of a backup: what is written into its archive (backup.md §1.1, §1.7).
 *
 * @param metadata name, id and date, fixed from the start
 * @param key encrypts the archive when there is one
 * @param includeDatabase whether Home Assistant's history goes in
 * @param folders which go in, and where they lie
 * @param excludes patterns of what stays out
 */
record NewBackup(
    ArchiveMetadata metadata,
    Optional<Secret> key,
    boolean includeDatabase,
    Map<Folder, Path> folders,
    List<String> excludes) {
  /** Tells a backup whose folders are those of this program from one of a Supervisor. */
  static final String WITH_FOLDERS = "homekeep.folders";

  /** Tells backups of one data directory from those of another, without naming it. */
  static final String DIRECTORY = "homekeep.directory";

  /** Tells that patterns left something out; which ones stands within the archive. */
  private static final String LEFT_OUT = "homekeep.left_out";

  static NewBackup plan(
      CreateRequest request,
      Map<Folder, Path> folders,
      Optional<Secret> key,
      String instanceId,
      Clock clock) {
    String kind = request.withAutomaticSettings() ? "Automatic" : "Custom";
    String name =
        request
            .name()
            .map(NewBackup::stripped)
            .filter(text -> !text.isEmpty())
            .orElse("%s backup %s".formatted(kind, HomeAssistantVersion.CURRENT));
    String date = IsoTime.format(OffsetDateTime.now(clock));
    Map<String, Object> extra = new HashMap<>(request.extraMetadata());
    extra.put("instance_id", instanceId);
    extra.put("with_automatic_settings", request.withAutomaticSettings());
    if (!folders.isEmpty()) {
      extra.put(WITH_FOLDERS, true);
    }
    if (!request.excludes().isEmpty()) {
      extra.put(LEFT_OUT, true);
    }
    ArchiveMetadata metadata =
        ArchiveMetadata.ofHomeAssistant(
            BackupId.of(date, name),
            name,
            date,
            key.isPresent(),
            extra,
            new ArchiveMetadata.HomeAssistant(
                HomeAssistantVersion.CURRENT, !request.includeDatabase()));
    return new NewBackup(
        metadata.withFolders(folders.keySet().stream().map(Folder::wireName).toList()),
        key,
        request.includeDatabase(),
        folders,
        request.excludes());
  }

  /** The same, made of a data directory. */
  NewBackup of(Path directory) {
    String instanceId = String.valueOf(metadata.extra().get("instance_id"));
    return new NewBackup(
        metadata.withExtra(DIRECTORY, DirectoryMark.of(instanceId, directory)),
        key,
        includeDatabase,
        folders,
        excludes);
  }

  /** The same, with the fingerprint of its key beside it. */
  NewBackup openedBy(Optional<KeyFingerprint> fingerprint) {
    return fingerprint
        .map(
            text ->
                new NewBackup(
                    metadata.withExtra(KeyFingerprint.METADATA_KEY, text.text()),
                    key,
                    includeDatabase,
                    folders,
                    excludes))
        .orElse(this);
  }

  String backupId() {
    return metadata.slug();
  }

  /** Without blanks around it, those included that do not break a line. */
  private static String stripped(String name) {
    int from = 0;
    int to = name.length();
    while (from < to && isBlank(name.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(name.charAt(to - 1))) {
      to--;
    }
    return name.substring(from, to);
  }

  private static boolean isBlank(char character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }
}
