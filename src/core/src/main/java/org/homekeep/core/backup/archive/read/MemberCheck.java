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
     * @param kind {@link Finding.Kind#DAMAGED_CONTENT}, {@link Finding.Kind#UNSAFE_MEMBER} or
     *     {@link Finding.Kind#NOT_CHECKED}
     */
    void add(Finding.Kind kind, RawText member, String message) throws IOException;
  }

  /** Sees every member, a file before its data is read. */
  default void member(TarEntry member, Remarks remarks) throws IOException {
    // Most look at files alone.
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

  /** This check, and another of which only {@link #member} and {@link #partEnded} matter. */
  default MemberCheck with(MemberCheck ofNames) {
    MemberCheck ofFiles = this;
    return new MemberCheck() {
      @Override
      public void member(TarEntry member, Remarks remarks) throws IOException {
        ofNames.member(member, remarks);
        ofFiles.member(member, remarks);
      }

      @Override
      public void file(TarEntry member, InputStream body, Remarks remarks) throws IOException {
        ofFiles.file(member, body, remarks);
      }

      @Override
      public void partEnded(Remarks remarks) throws IOException {
        ofNames.partEnded(remarks);
        ofFiles.partEnded(remarks);
      }
    };
  }

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
