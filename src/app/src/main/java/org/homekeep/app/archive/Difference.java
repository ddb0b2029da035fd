package org.homekeep.app.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * A member that is not the same in two archives.
 *
 * @param before bytes in the first archive; -1 when it is not there
 * @param after bytes in the second
 * @param detail what differs beside the content
 */
record Difference(Kind kind, RawText path, long before, long after, String detail) {
  enum Kind {
    ADDED('+'),
    REMOVED('-'),
    CHANGED('M'),
    METADATA('m');

    private final char mark;

    Kind(char mark) {
      this.mark = mark;
    }
  }

  static Difference added(MemberDigest member) {
    return new Difference(Kind.ADDED, member.path(), -1, member.size(), "");
  }

  static Difference removed(MemberDigest member) {
    return new Difference(Kind.REMOVED, member.path(), member.size(), -1, "");
  }

  String text() {
    String line = kind.mark + "  " + Printable.of(path);
    return switch (kind) {
      case ADDED -> line + "  (" + Sizes.of(after) + ")";
      case REMOVED -> line + "  (" + Sizes.of(before) + ")";
      case CHANGED -> line + "  (" + Sizes.of(before) + " → " + Sizes.of(after) + ")";
      case METADATA -> line + "  (" + detail + ")";
    };
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("change", kind.name().toLowerCase(Locale.ROOT));
    json.put("path", path.toString());
    if (before >= 0) {
      json.put("size_a", before);
    }
    if (after >= 0) {
      json.put("size_b", after);
    }
    if (!detail.isEmpty()) {
      json.put("detail", detail);
    }
    return json;
  }
}
