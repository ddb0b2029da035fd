package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.extract.SeenPaths.Kind;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.MemberCheck;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/**
 * Remarks on the members that extracting would refuse, as far as names, kinds and links can tell;
 * nothing is written.
 *
 * <p>A symlink may lead anywhere, as it may in a home; only a member below one may not be there. Of
 * more than a million members, those behind are compared with the first million alone.
 */
public final class MemberSafety implements MemberCheck {
  private final SeenPaths seen = new SeenPaths();

  /** The directory of the last member, in which nearly always the next one lies. */
  private MemberPath parent = new MemberPath(List.of());

  private long[] hashes = {SeenPaths.ROOT};

  @Override
  public void member(TarEntry member, Remarks remarks) throws IOException {
    try {
      check(MemberPath.of(member.name()), member);
    } catch (ArchiveException.UnsafeMember unsafe) {
      remarks.add(Finding.Kind.UNSAFE_MEMBER, member.name(), String.valueOf(unsafe.getMessage()));
    }
  }

  private void check(MemberPath path, TarEntry member) throws ArchiveException {
    if (path.isRoot()) {
      if (member.type() != TarType.DIRECTORY) {
        throw Refusal.takesPlaceOfTarget(member.name());
      }
      return;
    }
    switch (member.type()) {
      case FILE -> create(path, Kind.FILE);
      case DIRECTORY -> directory(path);
      case SYMLINK -> {
        Refusal.requireLink(path, member.link());
        create(path, Kind.LINK);
      }
      case HARD_LINK -> {
        requireFile(MemberPath.of(member.link()), path);
        create(path, Kind.FILE);
      }
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
        // They are not extracted, so that nothing is in the way.
      }
    }
  }

  private void create(MemberPath path, Kind kind) throws ArchiveException {
    long place = SeenPaths.child(reach(path), path.name());
    if (seen.at(place).isPresent()) {
      throw Refusal.twice(path);
    }
    seen.put(place, kind);
  }

  private void directory(MemberPath path) throws ArchiveException {
    long place = SeenPaths.child(reach(path), path.name());
    if (seen.at(place).orElse(Kind.DIRECTORY) != Kind.DIRECTORY) {
      throw Refusal.inPlaceOfOther(path);
    }
    seen.put(place, Kind.DIRECTORY);
  }

  /** The directory of a member; what is missing on the way there is made. */
  private long reach(MemberPath path) throws ArchiveException {
    MemberPath directory = path.parent();
    int known = directory.sharedWith(parent);
    long[] all = new long[directory.names().size() + 1];
    System.arraycopy(hashes, 0, all, 0, known + 1);
    for (int i = known; i < directory.names().size(); i++) {
      all[i + 1] = SeenPaths.child(all[i], directory.names().get(i));
      if (seen.at(all[i + 1]).orElse(Kind.DIRECTORY) != Kind.DIRECTORY) {
        throw Refusal.belowLink(path);
      }
      seen.put(all[i + 1], Kind.DIRECTORY);
    }
    parent = directory;
    hashes = all;
    return all[all.length - 1];
  }

  private void requireFile(MemberPath target, MemberPath member) throws ArchiveException {
    long place = SeenPaths.ROOT;
    for (int i = 0; i < target.names().size(); i++) {
      Optional<Kind> there = i == 0 ? Optional.of(Kind.DIRECTORY) : seen.at(place);
      if (there.isPresent() && there.get() != Kind.DIRECTORY) {
        throw Refusal.linkThroughLink(member);
      }
      place = SeenPaths.child(place, target.names().get(i));
    }
    Optional<Kind> there = target.isRoot() ? Optional.of(Kind.DIRECTORY) : seen.at(place);
    boolean maybe = there.isEmpty() && seen.isFull();
    if (!maybe && there.filter(Kind.FILE::equals).isEmpty()) {
      throw Refusal.linkToNoFile(member);
    }
  }

  @Override
  public void file(TarEntry member, InputStream body, Remarks remarks) {
    // Its name is enough.
  }

  @Override
  public void partEnded(Remarks remarks) {
    seen.clear();
    parent = new MemberPath(List.of());
    hashes = new long[] {SeenPaths.ROOT};
  }
}
