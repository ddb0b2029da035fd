package org.homekeep.core.backup.policy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnreadableDocumentException;

/** The stored form of the settings. */
final class PolicyCodec implements StoreCodec<PolicyDocument> {
  static final StoreKey KEY = HubDocuments.BACKUP_POLICY;

  @Override
  public JsonObject encode(PolicyDocument document) {
    return PolicyJson.write(document)
        .put("received", new JsonArray(new ArrayList<>(document.received())))
        .put("confirmed", new JsonArray(new ArrayList<>(document.confirmed())))
        .put("in_doubt", document.inDoubt());
  }

  @Override
  public PolicyDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      Map<String, Generations> agents = new LinkedHashMap<>();
      for (Map.Entry<String, Object> each : data.getJsonObject("agents", new JsonObject())) {
        JsonObject own = (JsonObject) each.getValue();
        agents.put(
            each.getKey(),
            PolicyJson.generations(own.getJsonObject("generations", new JsonObject())));
      }
      return new PolicyDocument(
          PolicyJson.generations(data.getJsonObject("generations", new JsonObject())),
          agents,
          new LinkedHashSet<>(PolicyJson.strings(data.getJsonArray("pinned", new JsonArray()))),
          new LinkedHashSet<>(PolicyJson.strings(data.getJsonArray("received", new JsonArray()))),
          new LinkedHashSet<>(PolicyJson.strings(data.getJsonArray("confirmed", new JsonArray()))),
          data.getBoolean("in_doubt", false));
    } catch (ClassCastException | NullPointerException malformed) {
      throw new UnreadableDocumentException(
          "A field of the settings about keeping backups has the wrong type.", malformed);
    }
  }
}
