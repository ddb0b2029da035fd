package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.index.ArchiveIndex;
import org.homekeep.core.backup.archive.index.IndexOptions;
import org.homekeep.core.backup.archive.index.IndexedMember;
import org.homekeep.core.backup.archive.tar.TarType;

/** One file of an archive that has an index, or gets one. */
final class IndexedFile {
  private final Path archive;
  private final Optional<Secret> key;
  private final Voice voice;
  private final Terminal terminal;

  IndexedFile(Path archive, Optional<Secret> key, Voice voice, Terminal terminal) {
    this.archive = archive;
    this.key = key;
    this.voice = voice;
    this.terminal = terminal;
  }

  /** Writes the content of the file that is sought. */
  void write(SoughtMember sought, Path sidecar, RawOutput output) throws IOException, Trouble {
    try (ArchiveIndex index = open(sidecar)) {
      IndexedMember member = find(index, sought);
      if (member.type() != TarType.FILE && member.type() != TarType.HARD_LINK) {
        throw sought.withoutContent(member.type(), member.link());
      }
      try (InputStream in = index.open(member)) {
        output.write(in);
      }
    }
  }

  private ArchiveIndex open(Path sidecar) throws IOException {
    try (Progress progress = voice.progress(terminal, "Indexing", 0)) {
      return ArchiveIndex.openOrBuild(
          archive, sidecar, key, IndexOptions.standard().withObserver(follow(progress)));
    }
  }

  private ArchiveObserver follow(Progress progress) {
    return new ArchiveObserver() {
      @Override
      public void progressed(long bytes) {
        progress.reached(bytes);
      }

      @Override
      public boolean isCancelled() {
        return terminal.stopped().getAsBoolean();
      }
    };
  }

  private static IndexedMember find(ArchiveIndex index, SoughtMember sought)
      throws IOException, Trouble {
    List<IndexedMember> found = new ArrayList<>();
    index.forEach(
        member -> {
          if (found.isEmpty()
              && sought.isIn(member.part())
              && sought.is(MemberName.of(member.part(), member.name()))) {
            found.add(member);
          }
        });
    if (found.isEmpty()) {
      throw sought.missing(List.copyOf(index.parts()));
    }
    return found.get(0);
  }
}
