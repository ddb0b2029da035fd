package org.homekeep.core.backup.archive.index;

import java.io.IOException;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarType;

/** Looks members up by their path, by reading the whole index: for people, one at a time. */
final class MemberSearch {
  /** Writers let every link name the first; each step reads the index once. */
  private static final int MAX_STEPS = 8;

  private final ArchiveIndex index;

  MemberSearch(ArchiveIndex index) {
    this.index = index;
  }

  /** The last member of a path whose data is before an offset. */
  Optional<IndexedMember> last(String part, RawText path, long before) throws IOException {
    RawText wanted = plain(path);
    Found found = new Found();
    index.forEach(
        member -> {
          if (member.part().equals(part)
              && member.offset() < before
              && plain(member.name()).equals(wanted)) {
            found.member = Optional.of(member);
          }
        });
    return found.member;
  }

  private static final class Found {
    private Optional<IndexedMember> member = Optional.empty();
  }

  private static RawText plain(RawText name) {
    int from = 0;
    int to = name.length();
    while (to - from > 1 && name.at(from) == '.' && name.at(from + 1) == '/') {
      from += 2;
    }
    while (to > from && name.at(to - 1) == '/') {
      to--;
    }
    return name.slice(from, to);
  }

  /** The member that has the data: the file that a hard link shares, else the member itself. */
  IndexedMember target(IndexedMember member) throws IOException {
    IndexedMember target = member;
    for (int steps = 0; target.type() == TarType.HARD_LINK; steps++) {
      Optional<IndexedMember> earlier =
          steps < MAX_STEPS
              ? last(member.part(), target.link(), target.offset())
              : Optional.empty();
      target = earlier.orElseThrow(() -> broken(member));
    }
    if (member.type() == TarType.HARD_LINK && target.type() != TarType.FILE) {
      throw broken(member);
    }
    return target;
  }

  private static ArchiveException broken(IndexedMember link) {
    return new ArchiveException.Damaged(
        link.name() + " is a hard link to " + link.link() + ", which is no earlier file.");
  }
}
