package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks fields by a table: a line for each, its name, or a path with dots, and what it must be.
 * That is {@code string}, {@code number}, {@code boolean}, {@code object}, {@code array}, {@code
 * strings} for an array of them, {@code timestamp}, {@code anything}, or a value in JSON; {@code or
 * null} may follow. A field that is not there is none of them, not even null.
 */
final class Fields {
  private static final String OR_NULL = " or null";
  private static final String TIMESTAMP =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?[+-]\\d\\d:\\d\\d";

  private Fields() {}

  static void check(JsonObject object, String table) {
    List<String> wrong =
        table
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .filter(line -> !fits(object, line.split("\\s+", 2)))
            .toList();
    assertThat(wrong).as("What is not so in %s", object.encode()).isEmpty();
  }

  private static boolean fits(JsonObject object, String[] line) {
    JsonObject at = object;
    List<String> path = List.of(line[0].split("\\."));
    for (String step : path.subList(0, path.size() - 1)) {
      if (!(at.getValue(step) instanceof JsonObject inner)) {
        return false;
      }
      at = inner;
    }
    String name = path.get(path.size() - 1);
    return at.containsKey(name) && fits(at.getValue(name), line[1]);
  }

  private static boolean fits(Object value, String kind) {
    if (kind.endsWith(OR_NULL)) {
      return value == null || fits(value, kind.substring(0, kind.length() - OR_NULL.length()));
    }
    return switch (kind) {
      case "string" -> value instanceof String;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "object" -> value instanceof JsonObject;
      case "array" -> value instanceof JsonArray;
      case "strings" ->
          value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance);
      case "timestamp" -> value instanceof String text && text.matches(TIMESTAMP);
      case "anything" -> true;
      default -> new JsonArray("[" + kind + "]").equals(new JsonArray().add(value));
    };
  }

  /** The objects of an array. */
  static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }
}
