package org.homekeep.core.backup.manager;

import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.agent.NoAnswerException;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.evidence.ForPeople;
import org.homekeep.core.backup.hook.HookException;
import org.homekeep.core.backup.hook.SeveralFailuresException;

/** The manager cannot do what was asked; the message is a sentence for people. */
public final class BackupException extends Exception implements ForPeople {
  /** The code of a failure that nobody foresaw. */
  static final String UNKNOWN = "unknown_error";

  private static final String AGENT = "backup_agent_error";

  private final Kind kind;

  /** The kinds that events and answers tell apart (backup.md §1.6). */
  public enum Kind {
    MANAGER("backup_manager_error"),
    NO_LOCATION("backup_manager_error"),
    NO_COPY("backup_manager_error"),
    BUSY("backup_manager_error"),
    READER_WRITER("backup_reader_writer_error"),
    NO_SPACE("backup_reader_writer_error"),
    NO_DIRECTORY("backup_reader_writer_error"),
    NO_HOME("backup_reader_writer_error"),
    PASSWORD_INCORRECT("password_incorrect"),
    DECRYPT_NOT_SUPPORTED("decrypt_on_download_not_supported"),
    NOT_FOUND("backup_not_found"),
    INVALID_FILE_NAME("invalid_backup_filename");

    private final String code;

    Kind(String code) {
      this.code = code;
    }
  }

  public BackupException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public BackupException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of error it is. */
  public Kind kind() {
    return kind;
  }

  /** The code of any failure, as events give it as their reason. */
  static String codeOf(Throwable failure) {
    if (failure instanceof BackupException known) {
      return known.kind.code;
    }
    if (failure instanceof HookException) {
      return Kind.MANAGER.code;
    }
    if (failure instanceof SeveralFailuresException) {
      return "multiple_errors";
    }
    if (failure instanceof NoAnswerException) {
      return AGENT;
    }
    if (failure instanceof BackupAgentException agent) {
      return agent.errorCode();
    }
    return Evidence.isDiskFull(failure) ? Kind.NO_SPACE.code : UNKNOWN;
  }
}
