package org.homekeep.core.http;

import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.auth.Access;

/**
 * A path that the server knows, and what it does there.
 *
 * @param pattern segments; one that begins with a colon stands for any
 */
record Route(
    HttpMethod method, List<String> pattern, Access access, BodyMode body, RouteHandler handler) {

  static Route of(
      HttpMethod method, String path, Access access, BodyMode body, RouteHandler handler) {
    return new Route(method, RequestTarget.split(path), access, body, handler);
  }

  /** The parameters of a path that fits the pattern. */
  Optional<Map<String, String>> match(List<String> segments) {
    if (segments.size() != pattern.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String expected = pattern.get(i);
      if (expected.startsWith(":") && !segments.get(i).isEmpty()) {
        parameters.put(expected.substring(1), segments.get(i));
      } else if (!expected.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  /** Of two routes that fit a path, the one with fewer parameters is meant. */
  long parameterCount() {
    return pattern.stream().filter(segment -> segment.startsWith(":")).count();
  }
}
