package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.write.WrittenArchive;
import org.homekeep.core.backup.key.NewKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Makes an archive of a configuration directory. */
@Command(
    name = "create",
    description = {
      "Make a Home Assistant backup of a configuration directory, as the hub makes it: logs, caches and temporary files stay out, databases in use are copied consistently.",
      "It is encrypted unless --no-encryption is given, and read back before it gets its name."
    },
    footer = {
      "",
      "Without a key of yours, --write-kit FILE makes a new one and keeps it in FILE. There is no other copy of it: without FILE nobody can open the archive.",
      "Example: homekeep archive create /srv/homeassistant -o home.tar --write-kit kit.txt"
    })
final class CreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(paramLabel = "DIR", description = "The configuration directory.")
  private Path directory = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The archive to write, for its owner alone (0600).")
  private Path output = Path.of("");

  @Option(
      names = "--write-kit",
      paramLabel = "FILE",
      description = "Write an emergency kit: with a new key, unless one is given.")
  private Optional<Path> kit = Optional.empty();

  @Option(
      names = "--encrypt",
      paramLabel = "2|3",
      converter = VersionConverter.class,
      description =
          "SecureTar version: 2 (AES-128, opens in Home Assistant since 2025.1; the default) or 3 (authenticated, since 2026.3).")
  private Optional<SecureTarVersion> version = Optional.empty();

  @Option(names = "--no-encryption", description = "Make an archive that everybody can read.")
  private boolean plain;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name of the backup (default: Custom backup and the version).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "standard",
      converter = LevelConverter.class,
      description = "fast, standard (the default) or small.")
  private CompressionLevel level = CompressionLevel.STANDARD;

  @Option(names = "--no-database", description = "Leave Home Assistant's history out.")
  private boolean noDatabase;

  @Option(names = "--force", description = "Replace the archive when it exists; never the kit.")
  private boolean force;

  CreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, this::create);
  }

  private int create() throws IOException, Trouble {
    requireDirectory();
    Optional<Secret> key = key();
    keys.requireOtherThan(output);
    if (kit.isPresent()) {
      NewFile.requireDirectory(NewFile.directory(kit.get()));
    }
    boolean done = false;
    boolean kitWritten = false;
    try (NewFile archive = NewFile.at(output, force)) {
      voice.tellOfLeftovers(archive);
      if (kit.isPresent() && key.isPresent()) {
        EmergencyKit.write(kit.get(), key.get(), String.valueOf(output.getFileName()));
        kitWritten = true;
        KeyOptions.requireOther(kit.get(), output);
      }
      WrittenArchive written = home().write(key, version(), level, archive, voice, terminal);
      verify(archive.draft(), key);
      // From here on there may be an archive, whatever is thrown; it must not lose its key.
      done = true;
      try {
        archive.publish();
      } catch (FileAlreadyExistsException ofAnother) {
        done = false;
        throw ofAnother;
      }
      tell(written, key);
    } finally {
      if (kitWritten && !done) {
        Files.deleteIfExists(kit.orElseThrow());
      }
    }
    return Exit.OK;
  }

  private void requireDirectory() {
    if (!Files.isDirectory(directory)) {
      throw voice.mistake(
          Files.exists(directory)
              ? "'%s' is a file. Give the configuration directory.".formatted(directory)
              : "There is no directory '%s'.".formatted(directory));
    }
  }

  /** The key and an archive that was there before are no part of the home. */
  private HomeArchive home() {
    List<Path> ours = new ArrayList<>(List.of(output));
    kit.ifPresent(ours::add);
    return new HomeArchive(directory, name, !noDatabase, ours);
  }

  private SecureTarVersion version() {
    return version.orElse(SecureTarVersion.V2);
  }

  /** A key that is asked for could be mistyped, and nobody would notice before a restore. */
  private Optional<Secret> key() throws IOException, Trouble {
    if (plain) {
      if (kit.isPresent() || keys.areNamed() || version.isPresent()) {
        throw voice.mistake(
            "--no-encryption contradicts %s. Give one of them."
                .formatted(
                    kit.isPresent()
                        ? "--write-kit"
                        : version.isPresent() ? "--encrypt" : "the file with a key"));
      }
      return Optional.empty();
    }
    Optional<Secret> given = keys.forNewArchive(terminal);
    if (given.isEmpty() && kit.isEmpty()) {
      throw voice.mistake(
          "The archive is to be encrypted, and there is no key. Add --write-kit FILE for a new key, --kit FILE for the one you have, or --no-encryption.");
    }
    return given.or(() -> Optional.of(NewKey.make()));
  }

  private void verify(Path draft, Optional<Secret> key) throws IOException {
    try (Progress progress = voice.progress(terminal, "Reading back", Files.size(draft));
        InputStream in = new WatchedInput(ArchiveInput.open(draft), progress, terminal.stopped())) {
      new ArchiveVerifier(key, ArchiveLimits.standard()).verify(in);
    }
  }

  private void tell(WrittenArchive written, Optional<Secret> key) {
    written.warnings().stream().map(Printable::of).forEach(voice::complain);
    voice.remark(
        "%s holds %s files, directories and links with %s, in %s; %s."
            .formatted(
                output,
                Sizes.exact(written.fileCount()),
                Sizes.of(written.plaintextSize()),
                Sizes.of(written.size()),
                key.isPresent() ? Formats.words(version().format()) : "not encrypted"));
    kit.ifPresent(
        file ->
            voice.remark(
                "The key is in %s. Keep it away from this machine, and on paper: without it nobody can open the archive."
                    .formatted(file)));
  }

  /** 2 or 3. */
  private static final class VersionConverter implements ITypeConverter<SecureTarVersion> {
    @Override
    public SecureTarVersion convert(String text) {
      for (SecureTarVersion version : SecureTarVersion.values()) {
        if (text.equals(Integer.toString(version.number()))) {
          return version;
        }
      }
      throw new TypeConversionException(
          "SecureTar is written in version 2 or 3, not '" + text + "'");
    }
  }

  /** A level in small letters. */
  private static final class LevelConverter implements ITypeConverter<CompressionLevel> {
    @Override
    public CompressionLevel convert(String text) {
      return switch (text) {
        case "fast" -> CompressionLevel.FAST;
        case "standard" -> CompressionLevel.STANDARD;
        case "small" -> CompressionLevel.SMALL;
        default ->
            throw new TypeConversionException(
                "a level is fast, standard or small, not '" + text + "'");
      };
    }
  }
}
