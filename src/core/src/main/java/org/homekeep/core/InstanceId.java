package org.homekeep.core;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;

/**
 * What tells this hub's backups from those of others: 32 hex digits, drawn once, in Home
 * Assistant's own document.
 */
final class InstanceId {
  private InstanceId() {}

  static Future<String> load(Storage storage) {
    Store<String> store = storage.open(HubDocuments.INSTANCE_ID, new Codec());
    return store
        .load()
        .compose(
            found -> {
              if (found.isPresent()) {
                return Future.succeededFuture(found.get());
              }
              String drawn = HexId.next();
              return store.save(drawn).map(drawn);
            });
  }

  private static final class Codec implements StoreCodec<String> {
    @Override
    public JsonObject encode(String document) {
      return new JsonObject().put("uuid", document);
    }

    @Override
    public String decode(JsonObject data, int version, int minorVersion)
        throws UnreadableDocumentException {
      if (data.getValue("uuid") instanceof String uuid && uuid.matches("[0-9a-f]{32}")) {
        return uuid;
      }
      throw new UnreadableDocumentException("It holds no instance id.");
    }
  }
}
