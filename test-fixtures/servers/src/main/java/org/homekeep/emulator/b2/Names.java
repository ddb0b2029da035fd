package org.homekeep.emulator.b2;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.regex.Pattern;

/** The rules for names of files and buckets, and how names travel in headers and addresses. */
final class Names {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9-]{6,63}");
  private static final int MAX_BYTES = 1024;
  private static final int MAX_SEGMENT_BYTES = 250;

  /**
   * The order of listings: by the bytes of the name in UTF-8, which is the order of code points.
   */
  static final Comparator<String> ORDER = Names::compare;

  private Names() {}

  /** Refuses what may not be the name of a file. */
  static String checkFile(String name) {
    int length = utf8(name);
    if (length == 0) {
      throw B2Error.badRequest("File names must not be empty");
    }
    if (length > MAX_BYTES) {
      throw B2Error.badRequest("File names must be at most 1024 bytes in UTF-8");
    }
    if (name.codePoints().anyMatch(point -> point < 32 || point == 127)) {
      throw B2Error.badRequest("File names must not contain control characters");
    }
    if (name.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
      throw B2Error.badRequest("File names must be UTF-8");
    }
    if (name.startsWith("/") || name.endsWith("/")) {
      throw B2Error.badRequest("File names must not start or end with '/'");
    }
    if (name.contains("//")) {
      throw B2Error.badRequest("File names must not contain '//'");
    }
    for (String segment : name.split("/", -1)) {
      if (utf8(segment) > MAX_SEGMENT_BYTES) {
        throw B2Error.badRequest("File name segments must be at most 250 bytes in UTF-8");
      }
    }
    return name;
  }

  /** Refuses what may not be the name of a bucket. */
  static String checkBucket(String name) {
    if (!BUCKET.matcher(name).matches() || name.startsWith("b2-")) {
      throw B2Error.badRequest(
          "Invalid bucket name: 6 to 63 small letters, digits and hyphens, not starting with b2-");
    }
    return name;
  }

  /** Percent-decodes a name; the SDK form-encodes, so a plus sign is a space. */
  static String decode(String encoded) {
    try {
      // A decoder of UTF-8 would put another character in the place of what it cannot read.
      byte[] bytes =
          URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException malformed) {
      throw B2Error.badRequest("Bad percent-encoding: " + malformed.getMessage());
    } catch (CharacterCodingException notUtf8) {
      throw B2Error.badRequest("Not percent-encoded UTF-8: " + encoded);
    }
  }

  /** Percent-encodes a name for a header; slashes stay. */
  static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  /** How many bytes a text has in UTF-8. */
  static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above all others, although their values do not.
        boolean highA = Character.isSurrogate(a);
        boolean highB = Character.isSurrogate(b);
        return highA == highB ? Character.compare(a, b) : highA ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
