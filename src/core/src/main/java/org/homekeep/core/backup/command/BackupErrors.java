package org.homekeep.core.backup.command;

import java.io.IOException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.manager.BackupException;
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
                NO_COPY,
                BUSY,
                READER_WRITER,
                NO_SPACE,
                NO_DIRECTORY,
                NO_HOME,
                INVALID_FILE_NAME ->
                WireException.HOME_ASSISTANT_ERROR;
          };
      return new WireException(code, Evidence.words(known), known);
    }
    if (failed instanceof BackupNotFoundException) {
      return new WireException("backup_not_found", "Backup not found", failed);
    }
    if (Evidence.isForPeople(failed) || Evidence.isDiskFull(failed)) {
      return new WireException(WireException.HOME_ASSISTANT_ERROR, Evidence.words(failed), failed);
    }
    return failed instanceof IOException
        ? new WireException("unknown_error", Evidence.of(failed), failed)
        : failed;
  }
}
