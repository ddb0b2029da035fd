package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes files out of an archive. */
@Command(
    name = "extract",
    description = {
      "Take files out of an archive, each part into a directory of its name below DIR.",
      "Nothing is ever replaced, nor written outside of DIR."
    },
    footer = {
      "",
      "Patterns are those of 'homekeep archive list'. Modes and times are restored, owners are not.",
      "Example: homekeep archive extract backup.tar 'homeassistant/data/*.yaml' --kit kit.txt --to out"
    })
final class ExtractCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(paramLabel = "FILE", description = "The archive; - is standard input.")
  private String file = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PATTERN",
      description = "What to take out; without any, all.")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Where to; a new or empty directory.")
  private Path target = Path.of("");

  @Option(
      names = "--into-existing",
      description = "DIR may hold other things; what is there is still not replaced.")
  private boolean intoExisting;

  ExtractCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, this::extract);
  }

  private int extract() throws IOException, Trouble {
    ArchiveFile archive = new ArchiveFile(file, terminal);
    Optional<Secret> key = archive.key(keys);
    requireUsableTarget();
    Patterns patterns = new Patterns(wanted);
    Extraction extraction = new Extraction(voice, terminal, target, patterns);
    try (Progress progress = voice.progress(terminal, "Extracting", archive.size());
        InputStream in = archive.open(progress)) {
      extraction.run(in, key);
    } finally {
      extraction.tellWhatIsThere();
    }
    return Math.max(extraction.exitCode(), patterns.settle(voice));
  }

  private void requireUsableTarget() throws IOException, Trouble {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw voice.mistake("--to: '%s' is not a directory.".formatted(target));
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(target)) {
      if (!intoExisting && children.iterator().hasNext()) {
        throw Trouble.withFile(
            "%s is not empty. Give a new directory, or add --into-existing; nothing in it is replaced then, either."
                .formatted(target));
      }
    }
  }
}
