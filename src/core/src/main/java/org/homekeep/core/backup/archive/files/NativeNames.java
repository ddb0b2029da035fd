package org.homekeep.core.backup.archive.files;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * Converts between file names and their bytes.
 *
 * <p>A {@link Path} keeps the bytes of a name but only shows them as text in the charset of the
 * locale, which loses those that are not. Its URI form has them all.
 */
public final class NativeNames {
  private static final String HEX = "0123456789ABCDEF";

  private NativeNames() {}

  /** The bytes of a path's last name. */
  public static RawText nameOf(Path path) {
    Path last = path.getFileName();
    return last == null ? RawText.EMPTY : bytesOf(last);
  }

  /** The bytes of a relative path of one name. */
  private static RawText bytesOf(Path name) {
    String text = name.toString();
    if (isAscii(text)) {
      return RawText.of(text);
    }
    // An absolute path that surely is no directory, so that the URI gets no slash at its end.
    String raw = Path.of("/dev/null").resolve(name).toUri().getRawPath();
    return decode(raw.substring(raw.lastIndexOf('/') + 1));
  }

  /** A child of a directory. */
  public static Path resolve(Path directory, RawText name) {
    if (name.isAscii()) {
      return directory.resolve(name.toString());
    }
    Path absolute = Path.of(URI.create("file:///" + encode(name)));
    Path last = absolute.getFileName();
    if (last == null) {
      throw new IllegalArgumentException("A file name cannot be empty.");
    }
    return directory.resolve(last);
  }

  /** A path of bytes as it can stand behind a link. */
  public static Path pathOf(RawText path) {
    if (path.isAscii()) {
      return Path.of(path.toString());
    }
    Path absolute = Path.of(URI.create("file:///" + encode(path)));
    return path.at(0) == '/' ? absolute : absolute.subpath(0, absolute.getNameCount());
  }

  /** The bytes of any path. */
  public static RawText pathBytes(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return RawText.of(text);
    }
    RawText all = path.isAbsolute() ? RawText.of("/") : RawText.EMPTY;
    for (int i = 0; i < path.getNameCount(); i++) {
      RawText name = bytesOf(path.getName(i));
      all = i == 0 ? all.concat(name) : all.child(name);
    }
    return all;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static RawText decode(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return RawText.of(bytes.toByteArray());
  }

  private static String encode(RawText text) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int b = text.at(i);
      boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
      if (plain || b == '/') {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
      }
    }
    return encoded.toString();
  }
}
