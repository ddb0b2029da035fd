package org.homekeep.core.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells browsers which other sites may use the hub: those that the operator named. */
final class Cors {
  private static final String HEADERS =
      "Origin, Accept, X-Requested-With, Content-Type, Authorization";

  private final Set<String> origins;

  Cors(HttpOptions options) {
    this.origins = options.origins();
  }

  /** Lets the site of a request, if it was named, read the answer. */
  void prepare(HttpServerRequest request, HttpServerResponse response) {
    if (origins.isEmpty()) {
      return;
    }
    response.putHeader("Vary", "Origin");
    originOf(request)
        .ifPresent(origin -> response.putHeader("Access-Control-Allow-Origin", origin));
  }

  /** The answer to a browser that asks first; empty when it is none, or not from a named site. */
  Optional<HttpAnswer> preflight(HttpServerRequest request, Set<HttpMethod> allowed) {
    boolean asks =
        request.method().equals(HttpMethod.OPTIONS)
            && request.headers().contains("Access-Control-Request-Method");
    return asks && originOf(request).isPresent()
        ? Optional.of(
            new HttpAnswer.Full(
                200,
                "text/plain; charset=utf-8",
                "",
                Map.of(
                    "Access-Control-Allow-Methods",
                    names(allowed),
                    "Access-Control-Allow-Headers",
                    HEADERS)))
        : Optional.empty();
  }

  /** The methods as a header lists them. */
  static String names(Set<HttpMethod> methods) {
    return methods.stream()
        .map(HttpMethod::name)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(", "));
  }

  private Optional<String> originOf(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Origin")).filter(origins::contains);
  }
}
