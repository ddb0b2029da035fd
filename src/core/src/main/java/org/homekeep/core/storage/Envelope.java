package org.homekeep.core.storage;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** A stored document with its key and version around it (framework.md §10). */
record Envelope(int version, int minorVersion, String key, JsonObject data) {

  byte[] encode() {
    return new JsonObject()
        .put("version", version)
        .put("minor_version", minorVersion)
        .put("key", key)
        .put("data", data)
        .encodePrettily()
        .getBytes(StandardCharsets.UTF_8);
  }

  static Envelope decode(byte[] bytes) throws UnreadableDocumentException {
    try {
      JsonObject json = Buffer.buffer(bytes).toJsonObject();
      Integer version = json.getInteger("version");
      JsonObject data = json.getJsonObject("data");
      if (version == null || data == null) {
        throw new UnreadableDocumentException("It has no version or no data.");
      }
      return new Envelope(
          version, json.getInteger("minor_version", 1), json.getString("key", ""), data);
    } catch (RuntimeException malformed) {
      throw new UnreadableDocumentException("It is not JSON of that shape.", malformed);
    }
  }
}
