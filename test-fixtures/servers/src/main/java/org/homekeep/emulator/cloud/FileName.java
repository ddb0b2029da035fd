package org.homekeep.emulator.cloud;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The names of stored files: one segment of a path. */
final class FileName {
  private static final int MOST_BYTES = 255;
  private static final Set<String> PLACES = Set.of("", ".", "..");

  private FileName() {}

  static String checked(String name) {
    boolean plain =
        name.chars().noneMatch(it -> it == '/' || it == '\\' || Character.isISOControl(it));
    if (!plain
        || PLACES.contains(name)
        || name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw CloudError.api(400, "filename must be one segment of a path");
    }
    return name;
  }

  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String decoded(String segment) {
    try {
      return checked(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      throw CloudError.api(400, "filename is not encoded as a segment of a path");
    }
  }
}
