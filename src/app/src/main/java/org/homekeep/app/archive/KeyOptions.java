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
   * The key, when one was given.
   *
   * @throws Trouble when there are several and nothing to try them on
   */
  Optional<Secret> given(Terminal terminal) throws IOException, Trouble {
    List<Secret> keys = meant(terminal);
    if (kit.isPresent() && keys.size() > 1) {
      throw new Trouble(
          Exit.KEY,
          "There are %d different keys in %s, and which one is meant cannot be tried here. Write the right one to a file of its own and give that as --key-file."
              .formatted(keys.size(), kit.get()));
    }
    return keys.stream().findFirst();
  }

  /** The keys that may be meant by what was given, the likeliest first. */
  List<Secret> meant(Terminal terminal) throws IOException, Trouble {
    if (refused.isPresent()) {
      throw mistake(
          "A key is never an argument: every user of this machine could read it in the list of processes, and the shell remembers it. Use --kit FILE, --key-file FILE or %s."
              .formatted(VARIABLE));
    }
    if (kit.isPresent() && keyFile.isPresent()) {
      throw mistake("--kit and --key-file both name a key; give one of them.");
    }
    if (kit.isPresent()) {
      return fromKit(kit.get(), terminal.stopped());
    }
    return keyFile.isPresent()
        ? fromFile(keyFile.get(), terminal.stopped())
        : KeyText.alone(terminal.environment().getOrDefault(VARIABLE, ""));
  }

  /** The file that the key is in, when one was given. */
  Optional<Path> file() {
    return kit.or(() -> keyFile);
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
    List<Secret> keys = KeyText.alone(read(file, stopped));
    if (keys.isEmpty()) {
      throw new Trouble(Exit.KEY, "The key file %s is empty.".formatted(file));
    }
    return keys;
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
