package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the members of an archive. */
@Command(
    name = "list",
    description = "List the files in an archive: permissions, size, time, path.",
    footer = {
      "",
      "A PATTERN with a slash is a whole path such as 'homeassistant/data/.storage'; without one it is a name at any depth, such as '*.yaml'. * and ? stay within a name, ** is any number of names. A directory stands for all that is in it."
    })
final class ListCommand implements Callable<Integer> {
  /** So often it is seen whether anybody still reads. */
  private static final int LOOK_UP = 200;

  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(paramLabel = "FILE", description = "The archive; - is standard input.")
  private String file = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PATTERN",
      description = "What to list; without any, all.")
  private List<String> wanted = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  private long listed;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, this::list);
  }

  private int list() throws IOException, Trouble {
    ArchiveFile archive = new ArchiveFile(file, terminal);
    Optional<Secret> key = archive.key(keys);
    Patterns patterns = new Patterns(wanted);
    try (Progress progress = voice.progress(terminal, "Listing", archive.size());
        InputStream in = archive.open(progress)) {
      int code =
          new PartLoop(voice, patterns)
              .run(in, key, (part, tar) -> list(part, tar, patterns, progress));
      voice.requireReader();
      return Math.max(code, patterns.settle(voice));
    }
  }

  private void list(String part, PartTar tar, Patterns patterns, Progress progress)
      throws IOException, Trouble {
    for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      RawText path = MemberName.of(part, next.get());
      if (patterns.want(path.toString())) {
        progress.hide();
        MemberLine line = new MemberLine(part, path, next.get());
        voice.out().print(json ? Json.line(line.json()) : line.text());
        voice.out().print('\n');
        if (++listed % LOOK_UP == 0) {
          voice.requireReader();
        }
      }
    }
  }
}
