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
  private JsonText() {}

  /**
   * The value: {@code JsonObject}, {@code JsonArray}, {@code String}, {@code Number}, {@code
   * Boolean} or null, whichever codec Vert.x found.
   *
   * @throws DecodeException when it is not JSON
   */
  public static @Nullable Object decode(String text) {
    Object value = Json.decodeValue(text);
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((key, field) -> fields.put(String.valueOf(key), field));
      return new JsonObject(fields);
    }
    return value instanceof List<?> list ? new JsonArray(list) : value;
  }
}
