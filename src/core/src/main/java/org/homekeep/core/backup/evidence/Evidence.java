package org.homekeep.core.backup.evidence;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failure says of its cause, as a sentence for people. */
public final class Evidence {
  private Evidence() {}

  /** The sentence; it ends with a full stop. */
  public static String of(Throwable failure) {
    String words = words(failure);
    return words.endsWith(".") ? words : words + ".";
  }

  /** Of many failures of files the message is the name of the file and nothing else. */
  private static String words(Throwable failure) {
    if (failure instanceof FileSystemException named && named.getReason() == null) {
      return named.getFile() + " " + whatIsWrong(named);
    }
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? "Homekeep has a fault (%s)".formatted(failure.getClass().getSimpleName())
        : message;
  }

  private static String whatIsWrong(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "is not there";
    }
    if (failure instanceof AccessDeniedException) {
      return "may not be used by the user that Homekeep runs as";
    }
    return failure instanceof FileAlreadyExistsException
        ? "is in the way"
        : "could not be read or written";
  }
}
