package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Between JSON and immutable values. */
final class Json {
  private Json() {}

  static List<String> texts(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  static Map<String, String> textMap(JsonObject json) {
    Map<String, String> map = new LinkedHashMap<>();
    json.forEach(entry -> map.put(entry.getKey(), String.valueOf(entry.getValue())));
    return Collections.unmodifiableMap(map);
  }

  static JsonObject object(Map<String, String> map) {
    JsonObject json = new JsonObject();
    map.forEach(json::put);
    return json;
  }
}
