package org.homekeep.core.backup.archive.extract;

import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;

/** Why a member is not extracted, in the words that a verification uses as well. */
final class Refusal {
  private Refusal() {}

  static ArchiveException takesPlaceOfTarget(Object member) {
    return MemberPath.unsafe(member, "it would take the place of the target");
  }

  static ArchiveException belowLink(Object member) {
    return MemberPath.unsafe(member, "it lies below a link or a file");
  }

  static ArchiveException inPlaceOfOther(Object member) {
    return MemberPath.unsafe(member, "it is a directory in the place of a link or a file");
  }

  static ArchiveException twice(Object member) {
    return MemberPath.unsafe(
        member,
        "something of its name is there already; it is in the backup twice, or was there before");
  }

  static ArchiveException linkThroughLink(Object member) {
    return MemberPath.unsafe(member, "it is a hard link through a link");
  }

  static ArchiveException linkToNoFile(Object member) {
    return MemberPath.unsafe(member, "it is a hard link to something that is no earlier file");
  }

  static void requireLink(Object member, RawText link) throws ArchiveException {
    if (link.isEmpty() || link.length() > MemberPath.MAX_BYTES || link.indexOf(0) >= 0) {
      throw MemberPath.unsafe(member, "it is a link to nothing that can exist");
    }
  }
}
