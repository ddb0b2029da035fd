package org.homekeep.core.backup.manager;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.folder.MappedFolders;
import org.homekeep.core.backup.manager.BackupException.Kind;

/** Which folders a restore brings back, and into which directories. */
final class FolderChoice {
  private final MappedFolders mapped;

  FolderChoice(MappedFolders mapped) {
    this.mapped = mapped;
  }

  /**
   * The folders that were asked for or, when nothing was said and Home Assistant comes back, those
   * of the backup. Of a backup of a Supervisor, whose folders this machine needs not have, those
   * that it has.
   *
   * @throws BackupException when one cannot come back
   */
  Map<Folder, Path> of(RestoreRequest request, AgentBackup backup) throws BackupException {
    if (request.restoreFolders().isPresent()) {
      return asked(request.restoreFolders().get(), backup);
    }
    if (!request.restoreHomeAssistant()) {
      return Map.of();
    }
    boolean ours = Boolean.TRUE.equals(backup.extraMetadata().get(NewBackup.WITH_FOLDERS));
    if (ours) {
      requireMapped(backup.folders());
    }
    return mapped.only(backup.folders());
  }

  private Map<Folder, Path> asked(List<Folder> folders, AgentBackup backup) throws BackupException {
    if (!folders.isEmpty() && mapped.all().isEmpty()) {
      throw refused("Addons and folders are not supported in core restore");
    }
    List<Folder> absent =
        folders.stream().filter(folder -> !backup.folders().contains(folder)).toList();
    if (!absent.isEmpty()) {
      throw refused("The backup does not hold %s.".formatted(named(absent)));
    }
    requireMapped(folders);
    return mapped.only(folders);
  }

  private void requireMapped(List<Folder> folders) throws BackupException {
    List<Folder> missing =
        folders.stream().filter(folder -> mapped.find(folder).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw refused(
          "The backup holds %s, and this hub has no directory for it, so nothing was changed. Start Homekeep with --folder %s=DIRECTORY, or restore with other restore_folders."
              .formatted(named(missing), missing.get(0).wireName()));
    }
  }

  private static String named(List<Folder> folders) {
    return folders.stream()
        .map(Folder::wireName)
        .collect(
            Collectors.joining(", ", folders.size() == 1 ? "the folder " : "the folders ", ""));
  }

  private static BackupException refused(String message) {
    return new BackupException(Kind.READER_WRITER, message);
  }
}
