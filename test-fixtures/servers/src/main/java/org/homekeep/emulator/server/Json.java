package org.homekeep.emulator.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Between JSON and immutable values. */
public final class Json {
  private Json() {}

  public static List<String> texts(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  public static Map<String, String> textMap(JsonObject json) {
    Map<String, String> map = new LinkedHashMap<>();
    json.forEach(entry -> map.put(entry.getKey(), String.valueOf(entry.getValue())));
    return Collections.unmodifiableMap(map);
  }

  public static JsonObject object(Map<String, String> map) {
    JsonObject json = new JsonObject();
    map.forEach(json::put);
    return json;
  }
}
