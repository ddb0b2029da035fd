package org.homekeep.core.frontend;

import io.vertx.core.json.JsonObject;
import org.homekeep.core.storage.StoreCodec;

/** Key → value, as Home Assistant stores it. */
final class KeptDataCodec implements StoreCodec<JsonObject> {

  @Override
  public JsonObject encode(JsonObject values) {
    return values;
  }

  @Override
  public JsonObject decode(JsonObject data, int version, int minorVersion) {
    return data;
  }
}
