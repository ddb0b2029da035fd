package org.homekeep.app.archive;

import java.util.HexFormat;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.wire.ShownText;

/**
 * Names from an archive as they may be shown: what would move the cursor, change colours or hide
 * the end of a name is escaped.
 */
final class Printable {
  private static final HexFormat HEX = HexFormat.of();

  private Printable() {}

  /** A name; bytes that are no UTF-8 become {@code \\xNN}. */
  static String of(RawText name) {
    if (name.isUtf8()) {
      return of(name.toString());
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      int b = name.at(i);
      if (b >= 0x20 && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x").append(HEX.toHexDigits((byte) b));
      }
    }
    return text.toString();
  }

  /** A text; a backslash is doubled, so that escapes cannot be confused with names. */
  static String of(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                text.append("\\\\");
              } else if (ShownText.isPlain(c)) {
                text.appendCodePoint(c);
              } else {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    return text.toString();
  }
}
