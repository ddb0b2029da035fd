package org.homekeep.core.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a request asks for, decoded.
 *
 * @param segments of the path, each decoded by itself, so that an encoded slash is no separator
 * @param parameters of the query, in their order
 */
record RequestTarget(
    String path, List<String> segments, List<Map.Entry<String, String>> parameters) {
  private static final int MOST_PARAMETERS = 256;

  /**
   * Reads the target of a request line.
   *
   * @throws HttpException 400 for one that no honest client sends
   */
  static RequestTarget parse(String uri) throws HttpException {
    try {
      int queryAt = uri.indexOf('?');
      String rawPath = queryAt < 0 ? uri : uri.substring(0, queryAt);
      List<String> segments = split(rawPath).stream().map(RequestTarget::decode).toList();
      if (!rawPath.startsWith("/") || segments.stream().anyMatch(RequestTarget::isHostile)) {
        throw new HttpException(400, "Bad Request");
      }
      List<Map.Entry<String, String>> parameters = new ArrayList<>();
      if (queryAt >= 0) {
        new QueryStringDecoder(
                uri.substring(queryAt + 1), StandardCharsets.UTF_8, false, MOST_PARAMETERS)
            .parameters()
            .forEach(
                (name, values) -> values.forEach(value -> parameters.add(Map.entry(name, value))));
      }
      return new RequestTarget("/" + String.join("/", segments), segments, parameters);
    } catch (IllegalArgumentException malformed) {
      throw new HttpException(400, "Bad Request");
    }
  }

  static List<String> split(String path) {
    return Stream.of(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)).toList();
  }

  List<String> all(String parameter) {
    return parameters.stream()
        .filter(each -> each.getKey().equals(parameter))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** What walks upwards, or is still encoded after decoding in order to do so later. */
  private static boolean isHostile(String segment) {
    String lower = segment.toLowerCase(Locale.ROOT);
    return segment.equals(".")
        || segment.equals("..")
        || segment.contains("../")
        || segment.contains("..\\")
        || lower.contains("%2e%2e")
        || lower.contains("<script")
        || segment.chars().anyMatch(Character::isISOControl);
  }
}
