package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the key comes from: never from an argument, which everybody on the machine can read. */
final class KeyOptions {
  /** The variable of the environment that holds a key. */
  static final String VARIABLE = "HOMEKEEP_BACKUP_KEY";

  private static final int MAX_FILE = 64 * 1024;

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

  /** The key, when one was given. */
  Optional<Secret> given(Map<String, String> environment) throws IOException, Trouble {
    if (refused.isPresent()) {
      throw mistake(
          "A key is never an argument: every user of this machine could read it in the list of processes, and the shell remembers it. Use --kit FILE, --key-file FILE or %s."
              .formatted(VARIABLE));
    }
    if (kit.isPresent() && keyFile.isPresent()) {
      throw mistake("--kit and --key-file both name a key; give one of them.");
    }
    if (kit.isPresent()) {
      return Optional.of(fromKit(kit.get()));
    }
    if (keyFile.isPresent()) {
      return Optional.of(fromFile(keyFile.get()));
    }
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(value -> !value.isEmpty())
        .map(Secret::of);
  }

  /** The file that the key is in, when one was given. */
  Optional<Path> file() {
    return kit.or(() -> keyFile);
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  static Secret fromKit(Path file) throws IOException, Trouble {
    return KeyText.inKit(read(file))
        .orElseThrow(
            () ->
                new Trouble(
                    Exit.KEY,
                    "There is no key in %s. An emergency kit has a line 'Encryption key:' and the key below it. When the file is the key alone, give it as --key-file."
                        .formatted(file)));
  }

  static Secret fromFile(Path file) throws IOException, Trouble {
    Secret key = KeyText.whole(read(file));
    if (key.isEmpty()) {
      throw new Trouble(Exit.KEY, "The key file %s is empty.".formatted(file));
    }
    return key;
  }

  private static String read(Path file) throws IOException, Trouble {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
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
}
