package org.homekeep.core.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two header values of a multipart body that matter. */
final class MultipartHeaders {
  private static final int LONGEST_BOUNDARY = 70;
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([\\w*-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s]*))");

  private MultipartHeaders() {}

  /** What separates the parts, from the content type of the request. */
  static Optional<String> boundary(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        ? parameter(contentType, "boundary")
            .filter(value -> !value.isEmpty() && value.length() <= LONGEST_BOUNDARY)
        : Optional.empty();
  }

  /** The name of the file, if the line is the header that tells it. */
  static Optional<String> fileName(String line) {
    if (!line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
      return Optional.empty();
    }
    return parameter(line, "filename*")
        .flatMap(MultipartHeaders::extended)
        .or(() -> parameter(line, "filename"));
  }

  private static Optional<String> parameter(String header, String name) {
    Matcher matcher = PARAMETER.matcher(header);
    while (matcher.find()) {
      if (matcher.group(1).equalsIgnoreCase(name)) {
        String quoted = matcher.group(2);
        return Optional.ofNullable(
            quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
      }
    }
    return Optional.empty();
  }

  /** {@code UTF-8''percent-encoded}. */
  private static Optional<String> extended(String value) {
    String prefix = "utf-8''";
    if (!value.toLowerCase(Locale.ROOT).startsWith(prefix)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          URLDecoder.decode(
              value.substring(prefix.length()).replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
