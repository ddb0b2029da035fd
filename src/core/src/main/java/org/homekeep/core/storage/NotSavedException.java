package org.homekeep.core.storage;

import java.nio.file.FileSystemException;
import java.util.Optional;

/** The disk does not take a change; the message is a sentence for people. */
public final class NotSavedException extends Exception {

  private NotSavedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A change that is not in force, now or later. */
  public static NotSavedException undone(Throwable why) {
    return new NotSavedException(
        "Nothing was changed, because the disk does not take it: %s. Make room on it, or let Homekeep write to its directory, and try again."
            .formatted(reason(why)),
        why);
  }

  /** The end of sessions, which are not brought back. */
  public static NotSavedException ended(Throwable why) {
    return new NotSavedException(
        "That has ended, but would be back after a crash, because the disk does not take it: %s. Make room on it, or let Homekeep write to its directory; it goes on trying."
            .formatted(reason(why)),
        why);
  }

  /** Without the path, which is no business of everybody who has an account. */
  private static String reason(Throwable why) {
    String message = why instanceof FileSystemException file ? file.getReason() : why.getMessage();
    return Optional.ofNullable(message).orElse("the system refuses it");
  }
}
