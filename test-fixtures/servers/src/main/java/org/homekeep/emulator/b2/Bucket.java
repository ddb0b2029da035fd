package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A bucket. The JSON parts are never changed after construction and are copied on their way out.
 *
 * @param type {@code allPrivate} or {@code allPublic}
 * @param encryption {@code {mode, algorithm}}, both null for none
 * @param retention {@code {mode, period}}, both null for none
 */
record Bucket(
    String id,
    String name,
    String type,
    JsonObject info,
    JsonArray corsRules,
    JsonArray lifecycleRules,
    boolean fileLock,
    JsonObject retention,
    JsonObject encryption,
    int revision) {

  static final JsonObject NO_ENCRYPTION = new JsonObject().putNull("mode").putNull("algorithm");
  static final JsonObject NO_RETENTION = new JsonObject().putNull("mode").putNull("period");

  static Bucket plain(String id, String name) {
    return new Bucket(
        id,
        name,
        "allPrivate",
        new JsonObject(),
        new JsonArray(),
        new JsonArray(),
        false,
        NO_RETENTION,
        NO_ENCRYPTION,
        2);
  }

  Bucket locked(Optional<Map.Entry<String, Duration>> defaultRetention) {
    return new Bucket(
        id,
        name,
        type,
        info,
        corsRules,
        lifecycleRules,
        true,
        defaultRetention
            .map(
                wanted ->
                    new JsonObject()
                        .put("mode", wanted.getKey())
                        .put(
                            "period",
                            new JsonObject()
                                .put("duration", wanted.getValue().toDays())
                                .put("unit", "days")))
            .orElse(NO_RETENTION),
        encryption,
        revision + 1);
  }

  Bucket withLifecycleRules(JsonArray rules) {
    return new Bucket(
        id,
        name,
        type,
        info,
        corsRules,
        rules.copy(),
        fileLock,
        retention,
        encryption,
        revision + 1);
  }

  boolean isPublic() {
    return type.equals("allPublic");
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("type", type)
        .put("info", info.copy())
        .put("corsRules", corsRules.copy())
        .put("lifecycleRules", lifecycleRules.copy())
        .put("fileLock", fileLock)
        .put("retention", retention.copy())
        .put("encryption", encryption.copy())
        .put("revision", revision);
  }

  static Bucket fromJson(JsonObject json) {
    return new Bucket(
        json.getString("id"),
        json.getString("name"),
        json.getString("type"),
        json.getJsonObject("info"),
        json.getJsonArray("corsRules"),
        json.getJsonArray("lifecycleRules"),
        json.getBoolean("fileLock"),
        json.getJsonObject("retention"),
        json.getJsonObject("encryption"),
        json.getInteger("revision"));
  }
}
