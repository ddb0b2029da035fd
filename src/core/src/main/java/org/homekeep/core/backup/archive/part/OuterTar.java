package org.homekeep.core.backup.archive.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarReader;

/** The members of an archive, one after the other. The stream given belongs to the caller. */
public final class OuterTar {
  /** More members than any home has parts. */
  private static final int MAX_MEMBERS = 10_000;

  /** More bytes than any name of a part has; the names of all members are kept to compare them. */
  private static final int MAX_NAME = 1_024;

  private final TarReader tar;
  private int count;

  public OuterTar(InputStream in) {
    this.tar = new TarReader(in);
  }

  /**
   * The next member.
   *
   * @throws ArchiveException.NotAnArchive when not even the first is one
   * @throws ArchiveException.UnsafeMember for a part whose name could do harm; the member behind it
   *     may be asked for
   */
  public Optional<OuterMember> next() throws IOException {
    Optional<TarEntry> entry = nextEntry();
    if (entry.isEmpty() && count == 0) {
      throw notAnArchive();
    }
    if (++count > MAX_MEMBERS) {
      throw new ArchiveException.LimitExceeded(
          "The archive has more than " + MAX_MEMBERS + " members; no backup has.");
    }
    if (entry.isPresent() && entry.get().name().length() > MAX_NAME) {
      throw new ArchiveException.LimitExceeded(
          "The archive has a member whose name is longer than "
              + MAX_NAME
              + " bytes; no backup has.");
    }
    return entry.isPresent() ? Optional.of(OuterMember.of(entry.get())) : Optional.empty();
  }

  private Optional<TarEntry> nextEntry() throws IOException {
    try {
      return tar.next();
    } catch (ArchiveException.Damaged | ArchiveException.Truncated e) {
      if (count == 0) {
        ArchiveException better = notAnArchive();
        better.initCause(e);
        throw better;
      }
      throw e;
    }
  }

  /** The data of the current member. */
  public InputStream body() {
    return tar.body();
  }

  private static ArchiveException notAnArchive() {
    return new ArchiveException.NotAnArchive(
        "This is not a backup archive: it is empty or no tar file.");
  }
}
