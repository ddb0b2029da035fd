package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;

/**
 * Looks into the files of an archive while it is verified: what the archive itself cannot know of
 * its content. For one verification at a time.
 */
public interface MemberCheck {
  /** Hears what a check found. */
  @FunctionalInterface
  interface Remarks {
    /**
     * Takes a remark about a member of the part.
     *
     * @param kind {@link Finding.Kind#DAMAGED_CONTENT} or {@link Finding.Kind#NOT_CHECKED}
     */
    void add(Finding.Kind kind, RawText member, String message) throws IOException;
  }

  /**
   * Sees a file.
   *
   * @param body its data; what is not read of it is read over
   * @throws IOException only what reading the body throws
   */
  void file(TarEntry member, InputStream body, Remarks remarks) throws IOException;

  /** The part is over, well or not; what waited for more is decided now. */
  void partEnded(Remarks remarks) throws IOException;

  /** Does not look. */
  static MemberCheck none() {
    return new MemberCheck() {
      @Override
      public void file(TarEntry member, InputStream body, Remarks remarks) {
        // Reading is the check.
      }

      @Override
      public void partEnded(Remarks remarks) {
        // Nothing waited.
      }
    };
  }
}
