package org.homekeep.core.backup.delivery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.InvalidBackupMetadataException;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnreadableDocumentException;

/** The journal as JSON. The key stands in it as it does in the settings: for its owner alone. */
final class DeliveryCodec implements StoreCodec<DeliveryDocument> {
  static final StoreKey KEY = HubDocuments.DELIVERIES;

  @Override
  public JsonObject encode(DeliveryDocument document) {
    JsonArray outgoing = new JsonArray();
    document.outgoing().forEach(each -> outgoing.add(write(each)));
    return new JsonObject().put("outgoing", outgoing);
  }

  private static JsonObject write(Outgoing outgoing) {
    JsonArray waiting = new JsonArray();
    outgoing.waiting().forEach(each -> waiting.add(write(each)));
    return new JsonObject()
        .put("backup", AgentBackupJson.write(outgoing.backup()))
        .put("key", outgoing.key().map(Secret::reveal).orElse(null))
        .put("automatic", outgoing.automatic())
        .put("partial", outgoing.partial().orElse(null))
        .put("file", outgoing.file().orElse(null))
        .put("waiting", waiting);
  }

  private static JsonObject write(Waiting waiting) {
    return new JsonObject()
        .put("agent_id", waiting.agentId())
        .put("since", waiting.since().toString())
        .put("attempts", waiting.attempts())
        .put("next", waiting.next().toString())
        .put("error", waiting.error().orElse(null));
  }

  @Override
  public DeliveryDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      List<Outgoing> outgoing = new ArrayList<>();
      for (Object each : data.getJsonArray("outgoing", new JsonArray())) {
        outgoing.add(outgoing((JsonObject) each));
      }
      return new DeliveryDocument(outgoing);
    } catch (ClassCastException
        | DateTimeException
        | NullPointerException
        | InvalidBackupMetadataException malformed) {
      throw new UnreadableDocumentException(
          "A field of the deliveries has the wrong type.", malformed);
    }
  }

  private static Outgoing outgoing(JsonObject json) throws InvalidBackupMetadataException {
    List<Waiting> waiting = new ArrayList<>();
    for (Object each : json.getJsonArray("waiting")) {
      waiting.add(waiting((JsonObject) each));
    }
    return new Outgoing(
        AgentBackupJson.read(json.getJsonObject("backup")),
        Optional.ofNullable(json.getString("key")).map(Secret::of),
        json.getBoolean("automatic"),
        Optional.ofNullable(json.getString("partial")),
        Optional.ofNullable(json.getString("file")),
        waiting);
  }

  private static Waiting waiting(JsonObject json) {
    return new Waiting(
        json.getString("agent_id"),
        Instant.parse(json.getString("since")),
        json.getInteger("attempts"),
        Instant.parse(json.getString("next")),
        Optional.ofNullable(json.getString("error")));
  }
}
