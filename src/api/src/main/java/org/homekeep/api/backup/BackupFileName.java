package org.homekeep.api.backup;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * The name under which a backup is stored as a file or as an object (backup.md §1.7): {@code
 * {name}_{date}_{time}_{seconds and microseconds}.tar}.
 *
 * <p>The name of a backup comes from people and from other programs, so that what would leave the
 * directory, hide the file or be refused by a storage service is replaced. The result is one path
 * segment, never empty, and short enough that a location may add a suffix of its own.
 */
public final class BackupFileName {
  /** How every archive's name ends. */
  public static final String SUFFIX = ".tar";

  /** B2 allows 250 bytes in a segment and file systems 255; the rest is for suffixes. */
  private static final int MAX_BASE_BYTES = 220;

  private static final char REPLACEMENT = '_';
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm ssSSSSSS", Locale.ROOT);

  private BackupFileName() {}

  /** The file name of a backup, {@link #SUFFIX} included. The time is in the date's own offset. */
  public static String of(AgentBackup backup) {
    return base(backup) + SUFFIX;
  }

  /** The file name of a backup without {@link #SUFFIX}. */
  public static String base(AgentBackup backup) {
    String time = joined(safe(time(backup.date())));
    int room = MAX_BASE_BYTES - time.getBytes(StandardCharsets.UTF_8).length - 1;
    String name = shortened(joined(safe(backup.name())), room);
    String base = name.isEmpty() ? time : name + "_" + time;
    return base.startsWith(".") ? REPLACEMENT + base.substring(1) : base;
  }

  private static String time(String date) {
    try {
      return TIME.format(OffsetDateTime.parse(date));
    } catch (DateTimeParseException foreign) {
      return shortened(date, 64);
    }
  }

  /** Words, joined by one underscore each. */
  private static String joined(String text) {
    StringBuilder result = new StringBuilder();
    boolean gap = false;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (isBlank(character)) {
        gap = true;
        continue;
      }
      if (gap && !result.isEmpty()) {
        result.append('_');
      }
      gap = false;
      result.appendCodePoint(character);
    }
    return result.toString();
  }

  private static String safe(String text) {
    StringBuilder result = new StringBuilder();
    text.codePoints()
        .forEach(
            character ->
                result.appendCodePoint(
                    isUnsafe(character) && !isBlank(character) ? REPLACEMENT : character));
    return result.toString();
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static boolean isUnsafe(int character) {
    return character == '/'
        || character == '\\'
        || Character.isISOControl(character)
        || Character.getType(character) == Character.SURROGATE;
  }

  private static String shortened(String text, int maxBytes) {
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > maxBytes) {
        return text.substring(0, at);
      }
      at += Character.charCount(character);
    }
    return text;
  }
}
