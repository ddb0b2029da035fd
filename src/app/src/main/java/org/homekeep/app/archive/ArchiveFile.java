package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveSurvey;

/** The archive that a command was given: a file, or standard input. */
final class ArchiveFile {
  private static final String STANDARD_INPUT = "-";

  private final String argument;
  private final Terminal terminal;

  ArchiveFile(String argument, Terminal terminal) {
    this.argument = argument;
    this.terminal = terminal;
  }

  boolean isStandardInput() {
    return argument.equals(STANDARD_INPUT);
  }

  /** Its name for messages. */
  String label() {
    return isStandardInput() ? "the standard input" : argument;
  }

  /** Its bytes; 0 when that is not known. */
  long size() throws IOException, Trouble {
    return isStandardInput() ? 0 : Files.size(path());
  }

  /** The file, which is none of standard input. */
  Path path() throws Trouble {
    Path path = Path.of(argument);
    if (Files.isDirectory(path)) {
      throw Trouble.withFile(
          "%s is a directory. Give the archive, a file that ends in .tar.".formatted(path));
    }
    return path;
  }

  /** Opens it, with the progress following along. */
  InputStream open(Progress progress) throws IOException, Trouble {
    InputStream in = isStandardInput() ? terminal.input() : ArchiveInput.open(path());
    return new WatchedInput(in, progress, terminal.stopped());
  }

  /**
   * The key to read it with. When none was given and the archive is encrypted, the person is asked;
   * when nobody is there, reading will say that a key is needed.
   */
  Optional<Secret> key(KeyOptions options) throws IOException, Trouble {
    Optional<Secret> given = options.given(terminal.environment());
    if (given.isPresent() || isStandardInput() || terminal.prompt().isEmpty() || !isEncrypted()) {
      return given;
    }
    Optional<Secret> typed = terminal.prompt().get().apply("Key of " + label() + ": ");
    if (terminal.stopped().getAsBoolean()) {
      throw new ArchiveException.Cancelled("Stopped.");
    }
    return typed.map(Secret::reveal).map(KeyText::typed).filter(key -> !key.isEmpty());
  }

  private boolean isEncrypted() throws IOException, Trouble {
    try (InputStream in = ArchiveInput.open(path())) {
      return ArchiveSurvey.of(in, Optional.empty()).parts().stream()
          .anyMatch(part -> part.info().format().isEncrypted());
    } catch (ArchiveException broken) {
      // The command will say so, and better.
      return false;
    }
  }
}
