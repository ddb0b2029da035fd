package org.homekeep.core.backup.archive.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * A path within a part that is proven to stay below its root: relative, without {@code ..}.
 *
 * @param names of directories and, last, of the member itself; empty for the root
 */
record MemberPath(List<RawText> names) {
  /** What Linux takes; a path that a backup was made of is shorter. */
  static final int MAX_BYTES = 4_095;

  private static final int MAX_NAME = 255;
  private static final RawText HERE = RawText.of(".");
  private static final RawText UP = RawText.of("..");

  MemberPath {
    names = List.copyOf(names);
  }

  /** Checks a member's name, or where a hard link points to. */
  static MemberPath of(RawText raw) throws ArchiveException {
    if (raw.isEmpty()) {
      throw unsafe(raw, "it has no name");
    }
    if (raw.length() > MAX_BYTES) {
      throw unsafe(raw.slice(0, MAX_NAME) + "…", "its path is too long for a disk");
    }
    if (raw.at(0) == '/') {
      throw unsafe(raw, "its name is absolute");
    }
    List<RawText> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= raw.length(); i++) {
      if (i < raw.length() && raw.at(i) == 0) {
        throw unsafe(raw, "its name has a NUL");
      }
      if (i == raw.length() || raw.at(i) == '/') {
        RawText name = raw.slice(start, i);
        if (name.equals(UP)) {
          throw unsafe(raw, "its name leads out of the target");
        }
        if (name.length() > MAX_NAME) {
          throw unsafe(raw, "its name is too long for a disk");
        }
        if (!name.isEmpty() && !name.equals(HERE)) {
          names.add(name);
        }
        start = i + 1;
      }
    }
    return new MemberPath(names);
  }

  /** What is left below a root; nothing when this is not below it. */
  Optional<MemberPath> below(MemberPath root) {
    if (root.isRoot()) {
      return Optional.of(this);
    }
    return root.contains(this)
        ? Optional.of(new MemberPath(names.subList(root.names.size(), names.size())))
        : Optional.empty();
  }

  /** Bytes of the path, with a slash before each name. */
  int length() {
    int length = 0;
    for (RawText name : names) {
      length += 1 + name.length();
    }
    return length;
  }

  boolean isRoot() {
    return names.isEmpty();
  }

  MemberPath parent() {
    return new MemberPath(names.subList(0, names.size() - 1));
  }

  RawText name() {
    return names.get(names.size() - 1);
  }

  /** Whether another is this or lies below it. */
  boolean contains(MemberPath other) {
    return sharedWith(other) == names.size();
  }

  /** How many names from the root on this has in common with another. */
  int sharedWith(MemberPath other) {
    int most = Math.min(names.size(), other.names.size());
    int shared = 0;
    while (shared < most && names.get(shared).equals(other.names.get(shared))) {
      shared++;
    }
    return shared;
  }

  @Override
  public String toString() {
    StringJoiner path = new StringJoiner("/");
    for (RawText name : names) {
      path.add(name.toString());
    }
    return path.toString();
  }

  static ArchiveException unsafe(Object member, String why) {
    return new ArchiveException.UnsafeMember(
        "Member " + member + " of the backup is not safe to extract: " + why + ".");
  }
}
