package org.homekeep.core.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.KnownRoute;
import org.homekeep.core.runtime.HomeAssistantVersion;

/** The OpenAPI 3.1 document of HTTP, from the table of its routes. */
final class OpenApi {
  private OpenApi() {}

  static JsonObject of(List<KnownRoute> routes) {
    JsonObject paths = new JsonObject();
    for (KnownRoute route : routes) {
      String path = path(route.pattern());
      JsonObject methods = paths.getJsonObject(path, new JsonObject());
      paths.put(path, methods.put(method(route), operation(route)));
    }
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "Homekeep's HTTP interface")
                .put("version", HomeAssistantVersion.CURRENT)
                .put(
                    "description",
                    "x-access says who may use a route: public (anyone), user (anyone who has"
                        + " logged in), member (who may act, and not only look) or admin. 401 is the answer to who is not known, 403 to who"
                        + " may not."))
        .put("paths", paths)
        .put(
            "components",
            new JsonObject()
                .put(
                    "securitySchemes",
                    new JsonObject()
                        .put(
                            "token",
                            new JsonObject().put("type", "http").put("scheme", "bearer"))));
  }

  private static JsonObject operation(KnownRoute route) {
    JsonObject answers =
        new JsonObject().put("default", new JsonObject().put("description", "The answer."));
    JsonArray security = new JsonArray();
    if (route.access() != Access.PUBLIC) {
      security.add(new JsonObject().put("token", new JsonArray()));
      answers.put("401", new JsonObject().put("description", "The token is missing or not valid."));
    }
    if (route.access() == Access.ADMIN || route.access() == Access.MEMBER) {
      answers.put("403", new JsonObject().put("description", route.access().refusal()));
    }
    JsonObject operation =
        new JsonObject()
            .put("operationId", method(route) + " " + path(route.pattern()))
            .put("x-access", route.access().name().toLowerCase(Locale.ROOT))
            .put("security", security)
            .put("parameters", parameters(route.pattern()))
            .put("responses", answers);
    return route.body() == BodyMode.NONE ? operation : operation.put("requestBody", body(route));
  }

  private static JsonObject body(KnownRoute route) {
    String type =
        switch (route.body()) {
          case JSON -> "application/json";
          case FORM -> "application/x-www-form-urlencoded";
          default -> "application/octet-stream";
        };
    JsonObject schema =
        route.body() == BodyMode.JSON || route.body() == BodyMode.FORM
            ? new JsonObject().put("type", "object")
            : new JsonObject();
    return new JsonObject()
        .put("content", new JsonObject().put(type, new JsonObject().put("schema", schema)));
  }

  private static JsonArray parameters(List<String> pattern) {
    JsonArray parameters = new JsonArray();
    pattern.stream()
        .filter(OpenApi::isParameter)
        .forEach(
            segment ->
                parameters.add(
                    new JsonObject()
                        .put("name", segment.substring(1))
                        .put("in", "path")
                        .put("required", true)
                        .put("schema", new JsonObject().put("type", "string"))));
    return parameters;
  }

  private static String path(List<String> pattern) {
    StringBuilder path = new StringBuilder();
    for (String segment : pattern) {
      path.append('/').append(isParameter(segment) ? "{" + segment.substring(1) + "}" : segment);
    }
    return path.toString();
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith(":");
  }

  private static String method(KnownRoute route) {
    return route.method().toLowerCase(Locale.ROOT);
  }
}
