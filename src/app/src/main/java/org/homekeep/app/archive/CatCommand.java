package org.homekeep.app.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one file of an archive to standard output. */
@Command(
    name = "cat",
    description = {
      "Write one file out of an archive to standard output, byte for byte.",
      "PATH is the whole path, as 'homekeep archive list' shows it."
    },
    footer = {
      "",
      "The archive is read up to the file. What comes behind it is not read, so that this is no check: only of SecureTar 3 every byte that is written was authenticated.",
      "Of a hard link the content is written; of a symbolic link it is said where it points to. When a path is there several times, it is the first.",
      "Example: homekeep archive cat backup.tar homeassistant/data/configuration.yaml --kit kit.txt | less"
    })
final class CatCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The archive; - is standard input, without --index.")
  private String file = "";

  @Parameters(
      index = "1",
      paramLabel = "PATH",
      description = "Which file, for instance homeassistant/data/configuration.yaml.")
  private String path = "";

  @Option(
      names = "--index",
      paramLabel = "SIDECAR",
      description =
          "An index of the archive; with it only what is near the file is read. It is made when it is not there or belongs to an older state of the archive.")
  private Optional<Path> index = Optional.empty();

  CatCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, this::cat);
  }

  private int cat() throws IOException, Trouble {
    if (path.matches("[./]*")) {
      throw voice.mistake("PATH names no file; 'homekeep archive list' shows all paths.");
    }
    ArchiveFile archive = new ArchiveFile(file, terminal);
    if (index.isPresent()) {
      requireUsableIndex(archive, index.get());
    }
    Optional<Secret> key = archive.key(keys);
    SoughtMember sought = new SoughtMember(path);
    RawOutput output = new RawOutput(voice, terminal);
    if (index.isPresent()) {
      new IndexedFile(archive.path(), key, voice, terminal).write(sought, index.get(), output);
    } else {
      new StreamedFile(archive, key, voice, terminal).write(sought, output);
    }
    return Exit.OK;
  }

  private void requireUsableIndex(ArchiveFile archive, Path sidecar) throws IOException, Trouble {
    if (archive.isStream()) {
      throw voice.mistake("--index needs an archive in a file; a pipe is read only once.");
    }
    Path directory = sidecar.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw Trouble.withFile(
          "There is no directory %s for the index. Make it, or choose another place."
              .formatted(directory));
    }
    if (Files.exists(sidecar) && Files.isSameFile(sidecar, archive.path())) {
      throw voice.mistake("--index names the archive itself; the index is a file of its own.");
    }
  }
}
