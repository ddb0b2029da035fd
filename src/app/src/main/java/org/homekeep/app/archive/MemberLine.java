package org.homekeep.app.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/** One member in a list. */
record MemberLine(String part, RawText path, TarEntry entry) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int SIZE_WIDTH = 13;
  private static final String BITS = "rwxrwxrwx";

  /** As {@code ls -l} shows it, without owners. */
  String text() {
    String size = Sizes.exact(entry.size());
    StringBuilder line = new StringBuilder(60 + path.length());
    line.append(mode()).append(' ');
    line.append(" ".repeat(Math.max(0, SIZE_WIDTH - size.length()))).append(size).append(' ');
    TIME.formatTo(entry.modified(), line);
    line.append(' ').append(Printable.of(path));
    if (isLink()) {
      line.append(" -> ").append(Printable.of(entry.link()));
    }
    return line.toString();
  }

  private boolean isLink() {
    return entry.type() == TarType.SYMLINK || entry.type() == TarType.HARD_LINK;
  }

  private String mode() {
    StringBuilder text = new StringBuilder();
    text.append(
        switch (entry.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case HARD_LINK -> 'h';
          case CHARACTER_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
        });
    for (int i = 0; i < BITS.length(); i++) {
      text.append((entry.mode() & (0400 >> i)) == 0 ? '-' : BITS.charAt(i));
    }
    return text.toString();
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("part", part);
    json.put("path", path.toString());
    if (!path.isUtf8()) {
      json.put("path_hex", HexFormat.of().formatHex(path.bytes()));
    }
    json.put("type", Formats.word(entry.type()));
    json.put("size", entry.size());
    json.put("mode", String.format(Locale.ROOT, "%04o", entry.mode()));
    json.put("modified", entry.modified().toString());
    if (isLink()) {
      json.put("link", entry.link().toString());
    }
    return json;
  }
}
