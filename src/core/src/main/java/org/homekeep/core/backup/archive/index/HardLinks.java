package org.homekeep.core.backup.archive.index;

import java.io.IOException;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.TarType;

/** The hard links of an archive: each names an earlier member of its part. */
final class HardLinks {
  /** Writers let every link name the first; each step reads the index once. */
  private static final int MAX_STEPS = 8;

  private final ArchiveIndex index;

  HardLinks(ArchiveIndex index) {
    this.index = index;
  }

  /** The member that has the data: the file that a hard link shares, else the member itself. */
  IndexedMember target(IndexedMember member) throws IOException {
    IndexedMember target = member;
    for (int steps = 0; target.type() == TarType.HARD_LINK; steps++) {
      Optional<IndexedMember> earlier =
          steps < MAX_STEPS
              ? index.last(member.part(), target.link(), target.offset())
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
