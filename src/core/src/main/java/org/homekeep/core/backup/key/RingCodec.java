package org.homekeep.core.backup.key;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnreadableDocumentException;

/** The JSON of the ring. The keys are in it, in clear, as the one in {@code .storage/backup} is. */
final class RingCodec implements StoreCodec<RingDocument> {
  static final StoreKey KEY = HubDocuments.BACKUP_KEYS;

  @Override
  public JsonObject encode(RingDocument document) {
    JsonArray keys = new JsonArray();
    document.keys().forEach(key -> keys.add(write(key)));
    return new JsonObject().put("instance_id", document.instanceId()).put("keys", keys);
  }

  private static JsonObject write(RingKey key) {
    return new JsonObject()
        .put("key", key.key().reveal())
        .put("fingerprint", key.fingerprint().text())
        .put("origin", key.origin().wireName())
        .put("added", key.added().toString())
        .put("first_used", key.firstUsed().map(Instant::toString).orElse(null))
        .put("replaced", key.replaced().map(Instant::toString).orElse(null))
        .put("confirmed", key.confirmed().map(Instant::toString).orElse(null));
  }

  @Override
  public RingDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    return decode(data);
  }

  RingDocument decode(JsonObject data) throws UnreadableDocumentException {
    try {
      List<RingKey> keys = new ArrayList<>();
      for (Object each : data.getJsonArray("keys")) {
        JsonObject key = (JsonObject) each;
        keys.add(
            new RingKey(
                Secret.of(key.getString("key")),
                new KeyFingerprint(key.getString("fingerprint")),
                KeyOrigin.ofWireName(key.getString("origin")).orElse(KeyOrigin.ADDED),
                Instant.parse(key.getString("added")),
                moment(key, "first_used"),
                moment(key, "replaced"),
                moment(key, "confirmed")));
      }
      return new RingDocument(data.getString("instance_id", ""), keys);
    } catch (ClassCastException
        | DateTimeParseException
        | IllegalArgumentException
        | NullPointerException malformed) {
      throw new UnreadableDocumentException("It is no list of backup keys.", malformed);
    }
  }

  private static Optional<Instant> moment(JsonObject json, String name) {
    return Optional.ofNullable(json.getString(name)).map(Instant::parse);
  }
}
