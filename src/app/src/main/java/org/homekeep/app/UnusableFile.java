package org.homekeep.app;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What people read of a file or directory of a hub that the system does not let be used. */
final class UnusableFile {
  private UnusableFile() {}

  static CommandException explain(FileSystemException failure) {
    return CommandException.failure(
        "Homekeep cannot use %s: %s. Give a directory that this user may write to with --config."
            .formatted(failure.getFile(), reason(failure)),
        failure);
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = failure.getReason();
    return reason == null ? "the system refuses it" : reason;
  }
}
