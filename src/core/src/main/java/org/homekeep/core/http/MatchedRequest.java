package org.homekeep.core.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.homekeep.core.auth.Principal;

/** A request as its route sees it. */
record MatchedRequest(
    HttpServerRequest raw,
    RequestTarget target,
    Map<String, String> parameters,
    Optional<Principal> caller,
    Visitor visitor,
    JsonObject json)
    implements ApiRequest {

  @Override
  public Principal principal() {
    return caller.orElseThrow(() -> new IllegalStateException("A public route has no principal."));
  }

  @Override
  public String pathParam(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The path has no parameter " + name);
    }
    return value;
  }

  @Override
  public Optional<String> query(String name) {
    return queryAll(name).stream().findFirst();
  }

  @Override
  public Map<String, String> queryParameters() {
    return target.parameters().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                Map.Entry::getValue,
                (first, later) -> first,
                LinkedHashMap::new));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(raw.getHeader(name));
  }

  @Override
  public List<String> queryAll(String name) {
    return target.all(name);
  }

  @Override
  public MultiMap form() {
    return raw.formAttributes();
  }
}
