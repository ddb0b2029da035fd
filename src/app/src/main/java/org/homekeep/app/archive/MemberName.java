package org.homekeep.app.archive;

import java.util.List;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;

/** The path of a member as the commands show and take it: the part, then the path in it. */
final class MemberName {
  private static final RawText HERE = RawText.of("./");

  private MemberName() {}

  static String part(ProbedPart part) {
    return part.name().text();
  }

  static RawText of(String part, TarEntry member) {
    return of(part, member.name());
  }

  /** The path of what has a name in a part, which may also be where a hard link points to. */
  static RawText of(String part, RawText inPart) {
    RawText name = inPart;
    while (name.length() >= 2 && name.slice(0, 2).equals(HERE)) {
      name = name.slice(2, name.length());
    }
    while (name.endsWithSlash()) {
      name = name.slice(0, name.length() - 1);
    }
    return name.isEmpty() ? RawText.of(part) : RawText.of(part).child(name);
  }

  static List<String> names(String path) {
    return List.of(path.split("/", -1));
  }
}
