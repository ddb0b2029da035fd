package org.homekeep.core.backup.policy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The JSON of the settings, for the store and for clients. */
public final class PolicyJson {
  private PolicyJson() {}

  /** Writes what clients see. */
  public static JsonObject write(PolicyDocument document) {
    JsonObject agents = new JsonObject();
    document
        .ofAgents()
        .forEach((id, own) -> agents.put(id, new JsonObject().put("generations", write(own))));
    return new JsonObject()
        .put("generations", write(document.generations()))
        .put("agents", agents)
        .put("pinned", new JsonArray(new ArrayList<>(document.pinned())));
  }

  private static JsonObject write(Generations generations) {
    JsonObject json = new JsonObject();
    for (Period period : Period.values()) {
      json.put(period.wireName(), generations.kept().get(period));
    }
    return json;
  }

  static Generations generations(JsonObject json) {
    Map<Period, Integer> kept = new EnumMap<>(Period.class);
    for (Period period : Period.values()) {
      Integer count = json.getInteger(period.wireName());
      if (count != null && count > 0) {
        kept.put(period, count);
      }
    }
    return new Generations(kept);
  }

  static List<String> strings(JsonArray array) {
    return array.stream().map(String.class::cast).toList();
  }
}
