package org.homekeep.core.wire;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON of which it is not known what it is. */
public final class JsonText {
  /** More than anyone means; each level costs stack wherever the value is copied or written. */
  private static final int DEEPEST = 100;

  private JsonText() {}

  /**
   * The value: {@code JsonObject}, {@code JsonArray}, {@code String}, {@code Number}, {@code
   * Boolean} or null, whichever codec Vert.x found.
   *
   * @throws DecodeException when it is not JSON, or nested deeper than a hundred levels
   */
  public static @Nullable Object decode(String text) {
    requireShallow(text);
    Object value = Json.decodeValue(text);
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((key, field) -> fields.put(String.valueOf(key), field));
      return new JsonObject(fields);
    }
    return value instanceof List<?> list ? new JsonArray(list) : value;
  }

  private static void requireShallow(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted) {
        i += c == '\\' ? 1 : 0;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new DecodeException("It is nested deeper than %d levels.".formatted(DEEPEST));
      }
    }
  }
}
