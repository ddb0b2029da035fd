package org.homekeep.core.backup.command;

import java.io.IOException;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.folder.FolderException;
import org.homekeep.core.backup.hook.HookException;
import org.homekeep.core.backup.hook.SeveralFailuresException;
import org.homekeep.core.backup.key.RingFullException;
import org.homekeep.core.backup.manager.BackupException;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.wire.WireException;

/** What clients are told when something with a backup fails (backup.md §4). */
final class BackupErrors {
  private BackupErrors() {}

  /** The error that clients get; what is not known here stays an unknown error. */
  static Throwable wire(Throwable failed) {
    if (failed instanceof BackupException known) {
      String code =
          switch (known.kind()) {
            case PASSWORD_INCORRECT -> "password_incorrect";
            case DECRYPT_NOT_SUPPORTED -> "decrypt_not_supported";
            case NOT_FOUND -> "backup_not_found";
            case MANAGER,
                NO_LOCATION,
                BUSY,
                READER_WRITER,
                NO_SPACE,
                NO_DIRECTORY,
                NO_HOME,
                INVALID_FILE_NAME ->
                WireException.HOME_ASSISTANT_ERROR;
          };
      return new WireException(code, message(known), known);
    }
    if (failed instanceof BackupNotFoundException) {
      return new WireException("backup_not_found", "Backup not found", failed);
    }
    boolean forPeople =
        failed instanceof BackupAgentException
            || failed instanceof ArchiveException
            || failed instanceof NotAsAskedException
            || failed instanceof FolderException
            || failed instanceof HookException
            || failed instanceof SeveralFailuresException
            || failed instanceof RingFullException
            || failed instanceof NotSavedException;
    if (failed instanceof IOException && !forPeople) {
      return new WireException(
          "unknown_error", "A file could not be read or written: " + message(failed), failed);
    }
    return forPeople
        ? new WireException(WireException.HOME_ASSISTANT_ERROR, message(failed), failed)
        : failed;
  }

  private static String message(Throwable failed) {
    return String.valueOf(failed.getMessage());
  }
}
