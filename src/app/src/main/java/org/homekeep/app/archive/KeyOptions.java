package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.key.KeyText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the key comes from: never from an argument, which everybody on the machine can read. */
final class KeyOptions {
  /** The variable of the environment that holds a key. */
  static final String VARIABLE = "HOMEKEEP_BACKUP_KEY";

  private static final int MAX_FILE = 64 * 1024;

  /** So many keys of a kit are tried; each may take a second on a small machine. */
  private static final int MOST_KEYS = 10;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kit",
      paramLabel = "FILE",
      description = "The emergency kit; the key is found in it.")
  private Optional<Path> kit = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A file with the key or password alone. Without both, the variable "
              + VARIABLE
              + " is used; on a terminal you are asked.")
  private Optional<Path> keyFile = Optional.empty();

  @Option(
      names = {"--key", "--password", "--passphrase"},
      hidden = true,
      arity = "0..1",
      fallbackValue = "")
  private Optional<String> refused = Optional.empty();

  /**
   * The key for a new archive, when one was given.
   *
   * @throws Trouble when there are several, or one that would not be found again
   */
  Optional<Secret> forNewArchive(Terminal terminal) throws IOException, Trouble {
    requireSense();
    if (keyFile.isPresent()) {
      Path file = keyFile.get();
      Optional<Secret> key =
          NewArchiveKey.alone(keyText(file, terminal.stopped()), file.toString());
      return Optional.of(key.orElseThrow(() -> empty(file)));
    }
    if (kit.isEmpty()) {
      return NewArchiveKey.alone(variable(terminal), VARIABLE);
    }
    List<Secret> keys = fromKit(kit.get(), terminal.stopped());
    if (keys.size() > 1) {
      throw new Trouble(
          Exit.KEY,
          "There are %d different keys in %s, and which one is meant cannot be tried here. Write the right one to a file of its own and give that as --key-file."
              .formatted(keys.size(), kit.get()));
    }
    return Optional.of(NewArchiveKey.readable(keys.get(0)));
  }

  /** The keys that may be meant by what was given, the likeliest first. */
  List<Secret> meant(Terminal terminal) throws IOException, Trouble {
    requireSense();
    if (kit.isPresent()) {
      return fromKit(kit.get(), terminal.stopped());
    }
    return keyFile.isPresent()
        ? fromFile(keyFile.get(), terminal.stopped())
        : KeyText.alone(variable(terminal));
  }

  private static String variable(Terminal terminal) {
    return terminal.environment().getOrDefault(VARIABLE, "");
  }

  private void requireSense() {
    if (refused.isPresent()) {
      throw mistake(
          "A key is never an argument: every user of this machine could read it in the list of processes, and the shell remembers it. Use --kit FILE, --key-file FILE or %s."
              .formatted(VARIABLE));
    }
    if (kit.isPresent() && keyFile.isPresent()) {
      throw mistake("--kit and --key-file both name a key; give one of them.");
    }
  }

  /** Whether a file with a key was named. */
  boolean areNamed() {
    return kit.isPresent() || keyFile.isPresent();
  }

  /** The archive would take the place of the key that was given, perhaps the only one. */
  void requireOtherThan(Path output) throws IOException, Trouble {
    Optional<Path> file = kit.or(() -> keyFile);
    if (file.isPresent()) {
      requireOther(file.get(), output);
    }
  }

  /** Refuses to write an archive over the file with a key. */
  static void requireOther(Path file, Path output) throws IOException, Trouble {
    if (Files.exists(file) && Files.exists(output) && Files.isSameFile(file, output)) {
      throw Trouble.withFile(
          "%s cannot be both the archive and the file with its key. Give two names."
              .formatted(output));
    }
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  static List<Secret> fromKit(Path file, BooleanSupplier stopped) throws IOException, Trouble {
    List<Secret> keys = KeyText.inKit(read(file, stopped));
    if (keys.isEmpty()) {
      throw new Trouble(
          Exit.KEY,
          "There is no key in %s. An emergency kit has a line 'Encryption key:' and the key below it. When the file is the key alone, give it as --key-file."
              .formatted(file));
    }
    if (keys.size() > MOST_KEYS) {
      throw new Trouble(
          Exit.KEY,
          "There are %d different keys in %s, more than are tried. Write the right one to a file of its own and give that as --key-file."
              .formatted(keys.size(), file));
    }
    return keys;
  }

  static List<Secret> fromFile(Path file, BooleanSupplier stopped) throws IOException, Trouble {
    List<Secret> keys = KeyText.alone(keyText(file, stopped));
    if (keys.isEmpty()) {
      throw empty(file);
    }
    return keys;
  }

  private static Trouble empty(Path file) {
    return new Trouble(Exit.KEY, "The key file %s is empty.".formatted(file));
  }

  /** The text of a file with a key alone. */
  private static String keyText(Path file, BooleanSupplier stopped) throws IOException, Trouble {
    String text = read(file, stopped);
    if (KeyText.isKit(text)) {
      throw new Trouble(
          Exit.KEY,
          "%s is more than a key alone, such as an emergency kit. Give it as --kit."
              .formatted(file));
    }
    return text;
  }

  private static String read(Path file, BooleanSupplier stopped) throws IOException, Trouble {
    if (Files.isDirectory(file)) {
      throw Trouble.withFile(
          "%s is a directory. Give the emergency kit or the key file.".formatted(file));
    }
    byte[] bytes;
    try (InputStream in = ArchiveFile.open(file, stopped)) {
      bytes = in.readNBytes(MAX_FILE + 1);
    } catch (ClosedChannelException closed) {
      throw stopped.getAsBoolean() ? new ArchiveException.Cancelled("Stopped.") : closed;
    }
    return KeyText.decode(bytes)
        .filter(text -> bytes.length <= MAX_FILE)
        .orElseThrow(
            () ->
                new Trouble(
                    Exit.KEY,
                    "%s is no text file, so no key can be in it. Give the emergency kit or the key file."
                        .formatted(file)));
  }
}
