package org.homekeep.core.backup.archive;

import java.io.IOException;

/**
 * Why an archive could not be read, written or extracted.
 *
 * <p>The classes say which kind of trouble it is; the message is a sentence for people. Trouble of
 * the disk or the network below stays a plain {@link IOException}.
 */
public abstract sealed class ArchiveException extends IOException {
  private ArchiveException(String message) {
    super(message);
  }

  private ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The file is no Home Assistant archive: no tar, or no backup.json in it. */
  public static final class NotAnArchive extends ArchiveException {
    public NotAnArchive(String message) {
      super(message);
    }

    public NotAnArchive(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The backup.json cannot be used: not JSON, too large, or a mandatory field is missing. */
  public static final class InvalidMetadata extends ArchiveException {
    public InvalidMetadata(String message) {
      super(message);
    }

    public InvalidMetadata(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The data ends before it should. */
  public static final class Truncated extends ArchiveException {
    public Truncated(String message) {
      super(message);
    }
  }

  /** The data contradicts itself: a checksum, a size or a structure is wrong. */
  public static final class Damaged extends ArchiveException {
    public Damaged(String message) {
      super(message);
    }

    public Damaged(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The authentication of an encrypted part failed: somebody or something changed it. */
  public static final class Tampered extends ArchiveException {
    public Tampered(String message) {
      super(message);
    }

    public Tampered(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The key does not open the part. */
  public static final class WrongKey extends ArchiveException {
    /** The key is another one, and nothing more is known. */
    public WrongKey() {
      super(
          "The key does not open this archive. Use the emergency kit that was current when the backup was made; an older backup has the older key.");
    }

    public WrongKey(String message) {
      super(message);
    }
  }

  /** The part is encrypted and no key was given. */
  public static final class KeyRequired extends ArchiveException {
    public KeyRequired(String message) {
      super(message);
    }
  }

  /** A SecureTar version or tar feature that this library does not read. */
  public static final class Unsupported extends ArchiveException {
    public Unsupported(String message) {
      super(message);
    }
  }

  /** The archive lacks a part that was asked for or that its backup.json announces. */
  public static final class MissingPart extends ArchiveException {
    public MissingPart(String message) {
      super(message);
    }
  }

  /** A member that would be written outside of the target, or onto another member. */
  public static final class UnsafeMember extends ArchiveException {
    public UnsafeMember(String message) {
      super(message);
    }
  }

  /** More members, bytes or expansion than the caller allows. */
  public static final class LimitExceeded extends ArchiveException {
    public LimitExceeded(String message) {
      super(message);
    }
  }

  /** A file of the source could not be read, so that the archive would have been incomplete. */
  public static final class SourceUnreadable extends ArchiveException {
    public SourceUnreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The archive is not the one that an earlier step saw; that step has to be done anew. */
  public static final class SourceChanged extends ArchiveException {
    public SourceChanged(String message) {
      super(message);
    }
  }

  /** The caller asked to stop. */
  public static final class Cancelled extends ArchiveException {
    public Cancelled(String message) {
      super(message);
    }
  }
}
