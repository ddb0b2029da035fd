package org.homekeep.core.backup.evidence;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.integration.IntegrationCallException;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.wire.ShownText;

/**
 * What a failure says of its cause, in words for people. There are words for every failure, and
 * nothing in them that people would not see.
 */
public final class Evidence {
  private Evidence() {}

  /** A sentence; it ends with a full stop. */
  public static String of(Throwable failure) {
    String words = words(failure);
    return words.endsWith(".") ? words : words + ".";
  }

  /** The same as it was written, for what is told alone. */
  public static String words(Throwable failure) {
    return ShownText.of(said(unpacked(failure)));
  }

  private static String said(Throwable why) {
    if (isForPeople(why)) {
      return text(why).orElseGet(() -> fault(why));
    }
    if (isDiskFull(why)) {
      return ofFullDisk(why);
    }
    if (why instanceof FileSystemException file) {
      return ofFile(file);
    }
    return why instanceof IOException broken ? ofInput(broken) : fault(why);
  }

  /**
   * What came out of a location, with a fault of its own integration being none of Homekeep. What
   * an integration throws without thinking of people is not repeated: nobody knows what is in it.
   */
  public static String ofLocation(Throwable failure) {
    Throwable why = unpacked(failure);
    boolean hasWords = isForPeople(why) && text(why).isPresent();
    if (hasWords || why instanceof FileSystemException || isDiskFull(why)) {
      return words(why);
    }
    if (why instanceof UnknownHostException || why instanceof UnresolvedAddressException) {
      return "The address of the location was not found. Look whether the address is right and this machine is online.";
    }
    if (why instanceof ConnectException || why instanceof NoRouteToHostException) {
      return "The location could not be reached. Look whether it is switched on and this machine is online.";
    }
    if (why instanceof SocketTimeoutException
        || why instanceof HttpTimeoutException
        || why instanceof TimeoutException) {
      return "The location did not answer in time. Look whether it can be reached, and try again later.";
    }
    return why instanceof IOException
        ? "The connection to the location broke off. Look whether it can be reached, and try again."
        : "The integration of the location has a fault, which is in the log. Report it to whoever made the integration, and use another location until it is mended.";
  }

  /** Whether the message was written for people. */
  public static boolean isForPeople(Throwable failure) {
    Throwable why = unpacked(failure);
    return why instanceof ForPeople
        || why instanceof BackupAgentException
        || why instanceof IntegrationCallException
        || why instanceof ArchiveException
        || why instanceof NotSavedException;
  }

  /** Whether a disk has no room, as the system says it, whoever was writing. */
  public static boolean isDiskFull(Throwable failure) {
    Throwable why = unpacked(failure);
    String message = text(why).orElse("").toLowerCase(Locale.ROOT);
    return why instanceof IOException
        && (message.contains("no space left") || message.contains("disk quota exceeded"));
  }

  private static Throwable unpacked(Throwable failure) {
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable cause = failure.getCause();
    return wrapped && cause != null ? unpacked(cause) : failure;
  }

  private static String ofFullDisk(Throwable failure) {
    Optional<String> place =
        failure instanceof FileSystemException file
            ? Optional.ofNullable(file.getOtherFile()).or(() -> Optional.ofNullable(file.getFile()))
            : Optional.empty();
    return place
        .map("There is no room left on the disk of %s. Free some space there."::formatted)
        .orElse("A disk has no room left. Free some space on it.");
  }

  private static String ofFile(FileSystemException failure) {
    Optional<String> reason = Optional.ofNullable(failure.getReason());
    if (failure.getFile() == null) {
      return "A file could not be read or written: %s".formatted(reason.orElse(kind(failure)));
    }
    if (reason.isEmpty()) {
      return "The file or directory %s %s".formatted(failure.getFile(), whatIsWrong(failure));
    }
    return failure.getOtherFile() == null
        ? "The file or directory %s could not be read or written: %s"
            .formatted(failure.getFile(), reason.get())
        : "The file or directory %s could not be moved to %s: %s"
            .formatted(failure.getFile(), failure.getOtherFile(), reason.get());
  }

  private static String whatIsWrong(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "is not there";
    }
    if (failure instanceof AccessDeniedException) {
      return "may not be used by the user that Homekeep runs as";
    }
    return failure instanceof FileAlreadyExistsException
            || failure instanceof DirectoryNotEmptyException
        ? "is in the way"
        : "could not be read or written";
  }

  /** Our own are sentences; those of the system are not. */
  private static String ofInput(IOException failure) {
    String text = text(failure).orElseGet(() -> kind(failure));
    return text.endsWith(".") ? text : "Something could not be read or written: %s".formatted(text);
  }

  private static String fault(Throwable failure) {
    String what = text(failure).map(text -> ": " + text).orElse("");
    return "Homekeep has a fault (%s%s)".formatted(kind(failure), what);
  }

  private static Optional<String> text(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).filter(text -> !text.isBlank());
  }

  private static String kind(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    return name.isEmpty() ? failure.getClass().getName() : name;
  }
}
