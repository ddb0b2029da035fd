package org.homekeep.core.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All routes, found by path and then by method. */
final class RouteTable {

  /** What stands at a path. */
  sealed interface Match {}

  /** A route, and the decoded segments that its parameters stand for. */
  record Found(Route route, Map<String, String> parameters) implements Match {}

  /** Other methods are served here. */
  record OtherMethod(Set<HttpMethod> allowed) implements Match {
    OtherMethod {
      allowed = Set.copyOf(allowed);
    }
  }

  /** Nothing. */
  record Nothing() implements Match {}

  /** By number of segments, which is all that a first look at a path tells. */
  private final Map<Integer, List<Route>> routes = new HashMap<>();

  void add(Route route) {
    List<Route> same = routes.computeIfAbsent(route.pattern().size(), size -> new ArrayList<>());
    if (same.stream()
        .anyMatch(
            each ->
                each.method().equals(route.method()) && each.pattern().equals(route.pattern()))) {
      throw new IllegalStateException(
          "Two routes for " + route.method() + " /" + String.join("/", route.pattern()));
    }
    same.add(route);
    same.sort(Comparator.comparingLong(Route::parameterCount));
  }

  Match find(HttpMethod method, List<String> segments) {
    Set<HttpMethod> others = new HashSet<>();
    for (Route route : routes.getOrDefault(segments.size(), List.of())) {
      Optional<Map<String, String>> parameters = route.match(segments);
      if (parameters.isPresent()) {
        if (route.method().equals(method)) {
          return new Found(route, parameters.get());
        }
        others.add(route.method());
      }
    }
    return others.isEmpty() ? new Nothing() : new OtherMethod(others);
  }

  /** All routes, by path and method. */
  List<KnownRoute> all() {
    return routes.values().stream()
        .flatMap(List::stream)
        .map(
            route ->
                new KnownRoute(
                    route.method().name(), route.pattern(), route.access(), route.body()))
        .sorted(
            Comparator.comparing((KnownRoute route) -> String.join("/", route.pattern()))
                .thenComparing(KnownRoute::method))
        .toList();
  }
}
