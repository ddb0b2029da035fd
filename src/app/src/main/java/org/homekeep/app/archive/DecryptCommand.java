package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveSurvey;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.transcode.DecryptedArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an archive without encryption of one with it. */
@Command(
    name = "decrypt",
    description = {
      "Write the whole archive again without its encryption; it stays a Home Assistant backup.",
      "The result is read back before it gets its name. Whoever has it can read everything in it."
    })
final class DecryptCommand implements Callable<Integer> {
  private static final int BUFFER = 256 * 1024;

  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(paramLabel = "FILE", description = "The encrypted archive.")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      required = true,
      description = "The file to write, for its owner alone (0600).")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Replace OUT when it exists.")
  private boolean force;

  @Option(
      names = "--no-verify",
      description =
          "Do not read the result back. Keeps what an archive gives that is damaged and can be decrypted all the same.")
  private boolean unverified;

  DecryptCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, this::decrypt);
  }

  private int decrypt() throws IOException, Trouble {
    ArchiveFile archive = new ArchiveFile(file, terminal);
    if (archive.isStream()) {
      throw voice.mistake(
          "The archive has to be read more than once; give a file, not a pipe or standard input.");
    }
    long size = archive.size();
    requireAnotherFile(archive.path());
    keys.requireOtherThan(output);
    try (InputStream in = ArchiveInput.open(archive.path())) {
      requireEncrypted(ArchiveSurvey.of(in, Optional.empty()));
    }
    Secret key =
        archive.key(keys).orElseThrow(() -> new ArchiveException.KeyRequired("There is no key."));
    try (NewFile result = NewFile.at(output, force)) {
      voice.tellOfLeftovers(result);
      requireRoom(result, size);
      write(archive, key, size, result.draft());
      if (!unverified) {
        verify(result.draft());
      }
      result.publish();
    }
    voice.remark(
        "%s is the archive without encryption (%s). Delete it when you no longer need it."
            .formatted(output, Sizes.of(Files.size(output))));
    return Exit.OK;
  }

  /** Even by force: without its encryption an archive is another one, and the original is gone. */
  private void requireAnotherFile(Path archive) throws IOException, Trouble {
    if (Files.exists(output) && Files.isSameFile(archive, output)) {
      throw Trouble.withFile(
          "%s is the archive itself, and it is not replaced. Give another name.".formatted(output));
    }
  }

  private void requireEncrypted(ArchiveSurvey survey) throws ArchiveException, Trouble {
    if (survey.parts().stream().noneMatch(part -> part.info().format().isEncrypted())) {
      if (survey.failure().isPresent()) {
        // What it would be without the damage cannot be known.
        throw survey.failure().get();
      }
      if (survey.parts().isEmpty()) {
        throw new Trouble(
            Exit.PROBLEM, "%s has no part, so there is nothing to decrypt.".formatted(file));
      }
      throw new Trouble(
          Exit.PROBLEM, "%s is not encrypted, so there is nothing to decrypt.".formatted(file));
    }
  }

  private static void requireRoom(NewFile result, long size) throws IOException, Trouble {
    long free = Files.getFileStore(result.directory()).getUsableSpace();
    if (free < size) {
      throw Trouble.withFile(
          "There is not enough space in %s: %s are free, and %s are needed."
              .formatted(result.directory(), Sizes.of(free), Sizes.of(size)));
    }
  }

  private void write(ArchiveFile archive, Secret key, long size, Path draft)
      throws IOException, Trouble {
    Path source = archive.path();
    try (Progress progress = voice.progress(terminal, "Decrypting", size);
        InputStream in = DecryptedArchive.of(() -> watched(source, progress), key).open();
        FileChannel out =
            FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")))) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
      }
      out.force(true);
    }
  }

  private InputStream watched(Path source, Progress progress) throws IOException {
    return new WatchedInput(ArchiveInput.open(source), progress, terminal.stopped());
  }

  private void verify(Path draft) throws IOException, Trouble {
    try (Progress progress = voice.progress(terminal, "Reading back", Files.size(draft));
        InputStream in = watched(draft, progress)) {
      new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard()).verify(in);
    } catch (ArchiveException.Cancelled stopped) {
      throw stopped;
    } catch (ArchiveException damaged) {
      throw new Trouble(
          Exit.PROBLEM,
          "The archive is damaged: %s Nothing was written. 'homekeep archive verify' says what can be read; --no-verify writes what there is."
              .formatted(Task.sentence(damaged)));
    }
  }
}
