package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.MemberCheck;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/**
 * Remarks on the members that extracting would refuse, as far as names and links can tell; nothing
 * is written.
 *
 * <p>A symlink may lead anywhere, as it may in a home; only a member below one may not be there.
 */
public final class MemberSafety implements MemberCheck {
  /** Bytes of links that are remembered: more than any home has; those behind are not. */
  private static final int MOST = 1 << 20;

  private static final int OVERHEAD = 100;

  private final Set<RawText> links = new HashSet<>();
  private int remembered;

  @Override
  public void member(TarEntry member, Remarks remarks) throws IOException {
    try {
      MemberPath path = MemberPath.of(member.name());
      requireNoLinkAbove(path, member, "it lies below a link");
      if (member.type() == TarType.HARD_LINK) {
        requireNoLinkAbove(
            MemberPath.of(member.link()), member, "it is a hard link through a link");
      }
      if (member.type() == TarType.SYMLINK) {
        remember(path);
      }
    } catch (ArchiveException.UnsafeMember unsafe) {
      remarks.add(Finding.Kind.UNSAFE_MEMBER, member.name(), String.valueOf(unsafe.getMessage()));
    }
  }

  private void requireNoLinkAbove(MemberPath path, TarEntry member, String why)
      throws ArchiveException {
    RawText above = RawText.EMPTY;
    for (int i = 0; !links.isEmpty() && i < path.names().size() - 1; i++) {
      above = above.child(path.names().get(i));
      if (links.contains(above)) {
        throw MemberPath.unsafe(member.name(), why);
      }
    }
  }

  private void remember(MemberPath path) {
    if (remembered <= MOST) {
      remembered += path.length() + OVERHEAD;
      links.add(path.names().stream().reduce(RawText.EMPTY, RawText::child));
    }
  }

  @Override
  public void file(TarEntry member, InputStream body, Remarks remarks) {
    // Its name is enough.
  }

  @Override
  public void partEnded(Remarks remarks) {
    links.clear();
    remembered = 0;
  }
}
