package org.homekeep.core.websocket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes of memory a value takes that was read from JSON. */
final class JsonWeight {
  private static final int OF_A_VALUE = 64;

  private JsonWeight() {}

  static long of(@Nullable Object value) {
    if (value instanceof String text) {
      return OF_A_VALUE + 2L * text.length();
    }
    if (value instanceof JsonObject object) {
      return of(object.getMap());
    }
    if (value instanceof JsonArray array) {
      return of(array.getList());
    }
    long weight = OF_A_VALUE;
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> field : map.entrySet()) {
        weight += of(field.getKey()) + of(field.getValue());
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        weight += of(item);
      }
    }
    return weight;
  }
}
