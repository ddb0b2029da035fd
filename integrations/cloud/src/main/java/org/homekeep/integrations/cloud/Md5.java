package org.homekeep.integrations.cloud;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checksum by which the store behind the service knows an object. */
final class Md5 {
  /** The store's name for an object that was sent as a whole: its MD5. */
  private static final Pattern ETAG = Pattern.compile("\"?([0-9a-f]{32})\"?");

  private Md5() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has MD5.", impossible);
    }
  }

  /** As it is announced to the service. */
  static String base64(byte[] md5) {
    return Base64.getEncoder().encodeToString(md5);
  }

  /** The same, of what the hub knows. */
  static String base64(String hex) {
    return base64(HexFormat.of().parseHex(hex));
  }

  /** The MD5 that an {@code ETag} tells, in lower-case hex; empty when it tells something else. */
  static Optional<String> ofEtag(String etag) {
    Matcher matcher = ETAG.matcher(etag.toLowerCase(Locale.ROOT));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
