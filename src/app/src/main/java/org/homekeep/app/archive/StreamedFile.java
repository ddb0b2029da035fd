package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.read.PartWalk;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/** One file of an archive that is read from its beginning, and no further than needed. */
final class StreamedFile {
  /** Writers let every hard link name the first; each step reads the archive anew. */
  private static final int MAX_STEPS = 8;

  private final ArchiveFile archive;
  private final Optional<Secret> key;
  private final Voice voice;
  private final Terminal terminal;

  StreamedFile(ArchiveFile archive, Optional<Secret> key, Voice voice, Terminal terminal) {
    this.archive = archive;
    this.key = key;
    this.voice = voice;
    this.terminal = terminal;
  }

  /** Writes the content of the file that is sought. */
  void write(SoughtMember sought, RawOutput output) throws IOException, Trouble {
    Optional<HardLink> link = read(sought, Optional.empty(), output);
    for (int steps = 1; link.isPresent(); steps++) {
      HardLink met = link.get();
      if (archive.isStream()) {
        throw new Trouble(
            Exit.PROBLEM,
            "%s is a hard link to %s, which has passed already: a pipe is read only once. Ask for that one."
                .formatted(Printable.of(met.path()), Printable.of(met.target())));
      }
      if (steps > MAX_STEPS) {
        throw met.broken();
      }
      link = read(new SoughtMember(Printable.of(met.target())), link, output);
    }
  }

  /** Writes what is sought, or gives the hard link that it is. */
  private Optional<HardLink> read(SoughtMember sought, Optional<HardLink> from, RawOutput output)
      throws IOException, Trouble {
    List<String> parts = new ArrayList<>();
    try (Progress silent = new Progress(voice.err(), false, "", 0);
        InputStream in = archive.open(silent)) {
      PartWalk walk = new PartWalk(in, key);
      for (Optional<ProbedPart> next = walk.next(); next.isPresent(); next = walk.next()) {
        String part = MemberName.part(next.get());
        parts.add(part);
        if (sought.isIn(part)) {
          try (PartTar tar = walk.open(next.get())) {
            Optional<TarEntry> member = find(sought, part, tar, from);
            if (member.isPresent()) {
              return deliver(sought, part, member.get(), tar, from, output);
            }
            tar.finish();
          }
        }
      }
    }
    throw from.isPresent() ? from.get().broken() : sought.missing(parts);
  }

  private Optional<TarEntry> find(
      SoughtMember sought, String part, PartTar tar, Optional<HardLink> from)
      throws IOException, Trouble {
    // Closed before anything is written, since both may be shown on one terminal.
    try (Progress progress = voice.progress(terminal, "Searching", 0)) {
      for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
        if (from.isPresent() && tar.members() == from.get().ordinal()) {
          throw from.get().broken();
        }
        if (sought.is(MemberName.of(part, next.get()))) {
          return next;
        }
        progress.reached(tar.position());
      }
    }
    return Optional.empty();
  }

  private static Optional<HardLink> deliver(
      SoughtMember sought,
      String part,
      TarEntry member,
      PartTar tar,
      Optional<HardLink> from,
      RawOutput output)
      throws IOException, Trouble {
    if (member.type() == TarType.FILE) {
      output.write(tar.body());
      return Optional.empty();
    }
    if (member.type() == TarType.HARD_LINK) {
      RawText target = MemberName.of(part, member.link());
      return Optional.of(new HardLink(MemberName.of(part, member), target, tar.members()));
    }
    throw from.isPresent()
        ? from.get().broken()
        : sought.withoutContent(member.type(), member.link());
  }

  /**
   * A hard link that was met.
   *
   * @param target the path of an earlier file
   * @param ordinal of the link in its part, from 1
   */
  private record HardLink(RawText path, RawText target, long ordinal) {
    Trouble broken() {
      return new Trouble(
          Exit.PROBLEM,
          "%s is a hard link to %s, which is no earlier file."
              .formatted(Printable.of(path), Printable.of(target)));
    }
  }
}
