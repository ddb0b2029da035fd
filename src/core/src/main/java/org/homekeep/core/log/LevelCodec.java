package org.homekeep.core.log;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;

/** {@code .storage/core.logger} in Home Assistant's own form: domain → level and persistence. */
final class LevelCodec implements StoreCodec<Map<String, ChosenLevel>> {

  @Override
  public JsonObject encode(Map<String, ChosenLevel> levels) {
    JsonObject logs = new JsonObject();
    levels.forEach(
        (domain, chosen) ->
            logs.put(
                domain,
                new JsonObject()
                    .put("level", chosen.level().name())
                    .put("persistence", chosen.persistence().wireName())
                    .put("type", "integration")));
    return new JsonObject().put("logs", logs);
  }

  @Override
  public Map<String, ChosenLevel> decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    Map<String, ChosenLevel> levels = new TreeMap<>();
    try {
      for (Map.Entry<String, Object> entry : data.getJsonObject("logs", new JsonObject())) {
        JsonObject chosen = (JsonObject) entry.getValue();
        if ("integration".equals(chosen.getString("type"))) {
          levels.put(
              entry.getKey(),
              new ChosenLevel(
                  LogLevel.valueOf(chosen.getString("level")),
                  Persistence.valueOf(chosen.getString("persistence").toUpperCase(Locale.ROOT))));
        }
      }
      return levels;
    } catch (ClassCastException | NullPointerException | IllegalArgumentException malformed) {
      throw new UnreadableDocumentException("It does not hold levels of logging.", malformed);
    }
  }
}
