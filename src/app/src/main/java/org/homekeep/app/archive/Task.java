package org.homekeep.app.archive;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.snapshot.SnapshotException;
import org.slf4j.LoggerFactory;

/** What a command does, and how its failure is told: what happened, why, and what to do. */
@FunctionalInterface
interface Task {
  /** Does it and gives the exit code. */
  int run() throws IOException, Trouble;

  /** Runs a task and turns what it throws into a sentence and an exit code. */
  static int perform(Voice voice, Task task) {
    return perform(voice, false, task);
  }

  /** The same; when one line of JSON is the answer, a failure is one, too. */
  static int perform(Voice voice, boolean json, Task task) {
    try {
      int code = task.run();
      voice.out().flush();
      return code;
    } catch (Trouble trouble) {
      return tell(voice, json, trouble.exitCode(), String.valueOf(trouble.getMessage()), trouble);
    } catch (ArchiveException failure) {
      return tell(voice, json, exitCode(failure), sentence(failure), failure);
    } catch (IOException failure) {
      return tell(voice, json, Exit.FILES, sentence(failure), failure);
    } catch (InvalidPathException failure) {
      return tell(voice, json, Exit.FILES, sentence(failure), failure);
    }
  }

  private static int tell(
      Voice voice, boolean json, int exitCode, String sentence, Exception cause) {
    PrintWriter err = voice.err();
    if (!sentence.isEmpty()) {
      if (json) {
        voice.out().println(Json.line(Json.object().put("error", sentence)));
        voice.out().flush();
      }
      err.println(sentence);
      err.flush();
      LoggerFactory.getLogger(Task.class).atDebug().setCause(cause).log("The command failed.");
    }
    return exitCode;
  }

  /** The exit code that fits a failure. */
  static int exitCode(ArchiveException failure) {
    if (failure instanceof ArchiveException.WrongKey
        || failure instanceof ArchiveException.KeyRequired) {
      return Exit.KEY;
    }
    if (failure instanceof ArchiveException.NotAnArchive
        || failure instanceof ArchiveException.InvalidMetadata
        || failure instanceof ArchiveException.Unsupported) {
      return Exit.NOT_AN_ARCHIVE;
    }
    if (failure instanceof ArchiveException.SourceUnreadable) {
      return Exit.FILES;
    }
    return failure instanceof ArchiveException.Cancelled ? Exit.STOPPED : Exit.PROBLEM;
  }

  /** A failure of an archive in words for the command line. */
  static String sentence(ArchiveException failure) {
    if (failure instanceof ArchiveException.KeyRequired) {
      return "The archive is encrypted, and there is no key. Give it with --kit FILE, --key-file FILE or "
          + KeyOptions.VARIABLE
          + ".";
    }
    if (failure instanceof ArchiveException.Cancelled) {
      return "Stopped.";
    }
    String message = Printable.of(String.valueOf(failure.getMessage()));
    if (!(failure instanceof ArchiveException.SourceUnreadable)) {
      return message;
    }
    return message
        + ". No archive was made, because it would lack this. "
        + (failure.getCause() instanceof AccessDeniedException
            ? "Make it readable for this account, or move it away."
            : "Mend it, or move it away.");
  }

  private static String sentence(InvalidPathException failure) {
    return "The name %s cannot be used here: the locale of this machine does not know all of its letters. Set LC_ALL=C.UTF-8, and try again."
        .formatted(Printable.of(failure.getInput()));
  }

  private static String sentence(IOException failure) {
    if (failure instanceof SnapshotException) {
      return String.valueOf(failure.getMessage());
    }
    String file =
        failure instanceof FileSystemException named ? String.valueOf(named.getFile()) : "";
    if (failure instanceof NoSuchFileException) {
      return "There is no file %s. Check its name.".formatted(file);
    }
    if (failure instanceof AccessDeniedException) {
      return "You may not read or write %s. Use an account that may, or change its permissions."
          .formatted(file);
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "%s exists already and is not replaced. Give another name.".formatted(file);
    }
    if (failure instanceof NotDirectoryException || failure instanceof DirectoryNotEmptyException) {
      return "%s is not the directory it should be.".formatted(file);
    }
    String reason = String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
    if (reason.toLowerCase(Locale.ROOT).contains("no space left")) {
      return "The disk is full (%s). Free some space and try again.".formatted(reason);
    }
    if (reason.contains("Is a directory")) {
      return "That is a directory, and a file was expected (%s).".formatted(reason);
    }
    return "A file could not be read or written: %s.".formatted(reason);
  }
}
