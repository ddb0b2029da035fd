package org.homekeep.core.backup.archive.read;

import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * Something that is wrong in an archive, or could not be checked.
 *
 * @param part its name, for what concerns one part
 * @param member the member of the part that was being read; absent before the first and after the
 *     last
 * @param archiveOffset how many bytes of the archive were read when it was noticed: the cause lies
 *     there or before
 * @param tarOffset the same in the tar of the part, after decrypting and inflating
 * @param message a sentence for people
 */
public record Finding(
    Kind kind,
    Optional<String> part,
    Optional<RawText> member,
    OptionalLong archiveOffset,
    OptionalLong tarOffset,
    String message) {
  /** What sort of thing it is. */
  public enum Kind {
    /** No backup archive, or without a usable backup.json. */
    NOT_AN_ARCHIVE,
    /** A checksum, a size or a structure is wrong. */
    DAMAGED,
    /** The data ends before it should. */
    TRUNCATED,
    /** The authentication of SecureTar 3 failed. */
    TAMPERED,
    /** Another key is needed. */
    WRONG_KEY,
    /** There is no key. */
    KEY_REQUIRED,
    /** A format that is not known. */
    UNSUPPORTED,
    /** A part that backup.json announces is not there. */
    MISSING_PART,
    /** More than any backup has: an attack. */
    LIMIT_EXCEEDED,
    /** The archive is whole, and the file in it is not: it was damaged before. */
    DAMAGED_CONTENT,
    /** A part or member that would not be extracted, because it would leave its place. */
    UNSAFE_MEMBER,
    /** The medium of the archive could not be read. */
    UNREADABLE,
    /** Nothing is known to be wrong, and nothing is known to be right. */
    NOT_CHECKED
  }

  /** A finding about the archive as a whole. */
  static Finding ofArchive(Kind kind, long archiveOffset, String message) {
    return new Finding(
        kind,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.of(archiveOffset),
        OptionalLong.empty(),
        message);
  }

  /** The kind of trouble that an exception stands for. */
  static Kind kindOf(Exception failure) {
    if (!(failure instanceof ArchiveException archive)) {
      return Kind.UNREADABLE;
    }
    if (archive instanceof ArchiveException.NotAnArchive
        || archive instanceof ArchiveException.InvalidMetadata) {
      return Kind.NOT_AN_ARCHIVE;
    }
    if (archive instanceof ArchiveException.Truncated) {
      return Kind.TRUNCATED;
    }
    if (archive instanceof ArchiveException.Tampered) {
      return Kind.TAMPERED;
    }
    if (archive instanceof ArchiveException.WrongKey) {
      return Kind.WRONG_KEY;
    }
    if (archive instanceof ArchiveException.KeyRequired) {
      return Kind.KEY_REQUIRED;
    }
    if (archive instanceof ArchiveException.Unsupported) {
      return Kind.UNSUPPORTED;
    }
    if (archive instanceof ArchiveException.MissingPart) {
      return Kind.MISSING_PART;
    }
    if (archive instanceof ArchiveException.UnsafeMember) {
      return Kind.UNSAFE_MEMBER;
    }
    return archive instanceof ArchiveException.LimitExceeded ? Kind.LIMIT_EXCEEDED : Kind.DAMAGED;
  }
}
