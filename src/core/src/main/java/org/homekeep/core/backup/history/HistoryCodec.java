package org.homekeep.core.backup.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnreadableDocumentException;

/** The stored form of the history. */
final class HistoryCodec implements StoreCodec<HistoryDocument> {
  static final StoreKey KEY = HubDocuments.BACKUP_HISTORY;

  @Override
  public JsonObject encode(HistoryDocument document) {
    JsonArray runs = new JsonArray();
    document.runs().forEach(run -> runs.add(RunJson.write(run)));
    return new JsonObject().put("runs", runs);
  }

  @Override
  public HistoryDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      List<Run> runs = new ArrayList<>();
      for (Object each : data.getJsonArray("runs")) {
        runs.add(RunJson.read((JsonObject) each));
      }
      return new HistoryDocument(runs);
    } catch (ClassCastException | DateTimeException | NullPointerException malformed) {
      throw new UnreadableDocumentException(
          "A field of the history of backups has the wrong type.", malformed);
    }
  }
}
