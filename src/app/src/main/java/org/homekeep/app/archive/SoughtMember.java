package org.homekeep.app.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarType;

/** The one member that somebody named, and what was seen of names like it. */
final class SoughtMember {
  private static final int MAX_NEAR = 5;
  private static final int MAX_TYPING_ERRORS = 2;

  private final String path;
  private final String part;
  private final List<String> near = new ArrayList<>();
  private boolean hasMembers;

  /**
   * Wants a member.
   *
   * @param path as {@code list} shows it, or as it really is when that differs
   */
  SoughtMember(String path) {
    String plain = path;
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    while (plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    this.path = plain;
    this.part = MemberName.names(plain).get(0);
  }

  /** Whether it would be in that part. */
  boolean isIn(String name) {
    return part.equals(name) || part.equals(Printable.of(name));
  }

  /** Whether this is it; if not, a name that is nearly the same is remembered. */
  boolean is(RawText member) {
    String shown = Printable.of(member);
    if (shown.equals(path) || RawText.of(path).equals(member)) {
      return true;
    }
    hasMembers |= shown.startsWith(path + "/");
    if (near.size() < MAX_NEAR && isNear(lastName(shown), lastName(path))) {
      near.add(shown);
    }
    return false;
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean isNear(String one, String other) {
    return one.equalsIgnoreCase(other)
        || (Math.min(one.length(), other.length()) > 2 * MAX_TYPING_ERRORS
            && distance(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT))
                <= MAX_TYPING_ERRORS);
  }

  /** Letters to put in, take out or replace to come from one to the other; more than 2 at once. */
  private static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > MAX_TYPING_ERRORS) {
      return Integer.MAX_VALUE;
    }
    int[] above = new int[other.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }

  /** Refuses a member that has no content. */
  Trouble withoutContent(TarType type, RawText link) {
    return switch (type) {
      case DIRECTORY -> directory();
      case SYMLINK ->
          new Trouble(
              Exit.PROBLEM,
              "%s is a link to %s and has no content of its own. Ask for what it points to."
                  .formatted(Printable.of(path), Printable.of(link)));
      default ->
          new Trouble(
              Exit.PROBLEM,
              "%s is a %s and has no content.".formatted(Printable.of(path), Formats.word(type)));
    };
  }

  private Trouble directory() {
    return new Trouble(
        Exit.PROBLEM,
        "%s is a directory. 'homekeep archive list' shows what is in it."
            .formatted(Printable.of(path)));
  }

  /**
   * Says that it was not found.
   *
   * @param parts all of the archive
   */
  Trouble missing(List<String> parts) {
    if (hasMembers || (path.equals(part) && parts.stream().anyMatch(this::isIn))) {
      return directory();
    }
    if (!near.isEmpty()) {
      return notFound("Did you mean %s?".formatted(String.join(", ", new TreeSet<>(near))));
    }
    if (parts.stream().anyMatch(this::isIn)) {
      return notFound("'homekeep archive list' shows all paths.");
    }
    return notFound(
        "A path begins with a part of the archive, which has %s; 'homekeep archive list FILE NAME' shows the paths of a name."
            .formatted(Printable.of(String.join(", ", parts))));
  }

  private Trouble notFound(String advice) {
    return new Trouble(
        Exit.PROBLEM, "There is no %s in the archive. %s".formatted(Printable.of(path), advice));
  }
}
