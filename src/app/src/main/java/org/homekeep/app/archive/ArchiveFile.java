package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveSurvey;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.key.KeyText;

/** The archive that a command was given: a file, or standard input. */
final class ArchiveFile {
  private static final String STANDARD_INPUT = "-";

  private final String argument;
  private final Terminal terminal;

  /** A stream on which keys were tried, at its beginning. */
  private Optional<Rewindable> tried = Optional.empty();

  ArchiveFile(String argument, Terminal terminal) {
    this.argument = argument;
    this.terminal = terminal;
  }

  boolean isStandardInput() {
    return argument.equals(STANDARD_INPUT);
  }

  /** Whether it can be read once only, and its size is not known: standard input, or a pipe. */
  boolean isStream() {
    return isStandardInput() || isPipe(Path.of(argument));
  }

  private static boolean isPipe(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /** Its name for messages. */
  String label() {
    return isStandardInput() ? "the standard input" : argument;
  }

  /** Its bytes; 0 when that is not known. */
  long size() throws IOException, Trouble {
    return isStream() ? 0 : Files.size(path());
  }

  /** The file, which is none of standard input. */
  Path path() throws Trouble {
    if (argument.isEmpty()) {
      throw new Trouble(Exit.USAGE, "The name of the archive is empty.");
    }
    Path path = Path.of(argument);
    if (Files.isDirectory(path)) {
      throw Trouble.withFile(
          "%s is a directory. Give the archive, a file that ends in .tar.".formatted(path));
    }
    return path;
  }

  /** Opens it, with the progress following along. */
  InputStream open(Progress progress) throws IOException, Trouble {
    InputStream in = tried.isPresent() ? tried.get() : source();
    tried.ifPresent(Rewindable::release);
    tried = Optional.empty();
    return new WatchedInput(in, progress, terminal.stopped());
  }

  private InputStream source() throws IOException, Trouble {
    return isStandardInput() ? terminal.input() : open(path(), terminal.stopped());
  }

  /** Opens a file of any kind; what waits for ever ends when the user wants to stop. */
  static InputStream open(Path path, BooleanSupplier stopped) throws IOException {
    return isPipe(path) ? PipeInput.open(path, stopped) : ArchiveInput.open(path);
  }

  /**
   * The key to read it with. When none was given and the archive is encrypted, the person is asked;
   * when nobody is there, reading will say that a key is needed.
   */
  Optional<Secret> key(KeyOptions options) throws IOException, Trouble {
    Optional<Secret> given = givenKey(options);
    if (given.isPresent() || isStream() || terminal.prompt().isEmpty() || !isEncrypted()) {
      return given;
    }
    Optional<Secret> typed = terminal.prompt().get().apply("Key of " + label() + ": ");
    if (terminal.stopped().getAsBoolean()) {
      throw new ArchiveException.Cancelled("Stopped.");
    }
    return typed.isPresent() ? choose(KeyText.fromPaper(typed.get().reveal())) : Optional.empty();
  }

  /** The key that was given, without asking for one. */
  Optional<Secret> givenKey(KeyOptions options) throws IOException, Trouble {
    return choose(options.meant(terminal));
  }

  /** The first key that opens it; when none does, the likeliest, with which it will be said. */
  Optional<Secret> choose(List<Secret> keys) throws IOException, Trouble {
    if (keys.size() > 1) {
      for (Secret key : keys) {
        if (opens(key)) {
          return Optional.of(key);
        }
      }
    }
    return keys.stream().findFirst();
  }

  private boolean opens(Secret key) throws IOException, Trouble {
    try (InputStream in = isStream() ? beginning() : ArchiveInput.open(path())) {
      return ArchiveInspector.checkKey(in, key) == KeyCheck.OPENS;
    } catch (ArchiveException.Cancelled stopped) {
      throw stopped;
    } catch (ArchiveException broken) {
      // The command will say so, and better.
      return false;
    }
  }

  /** The stream from its beginning. */
  private InputStream beginning() throws IOException, Trouble {
    if (tried.isEmpty()) {
      tried = Optional.of(new Rewindable(source()));
    }
    Rewindable stream = tried.get();
    stream.rewind();
    Progress silent = new Progress(new PrintWriter(Writer.nullWriter()), false, "", 0);
    return new WatchedInput(stream, silent, terminal.stopped());
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
