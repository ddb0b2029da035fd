package org.homekeep.core.backup.ledger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.ledger.Verification.How;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.homekeep.core.wire.UtcTime;

/** The stored form of the ledger. */
final class LedgerCodec implements StoreCodec<LedgerDocument> {
  static final StoreKey KEY = HubDocuments.BACKUP_COPIES;

  @Override
  public JsonObject encode(LedgerDocument document) {
    JsonArray copies = new JsonArray();
    document.records().values().forEach(record -> copies.add(write(record)));
    return new JsonObject().put("copies", copies);
  }

  private static JsonObject write(CopyRecord record) {
    JsonObject json =
        new JsonObject()
            .put("agent_id", record.agentId())
            .put("backup_id", record.backupId())
            .put("size", record.digests().size())
            .put("sha1", record.digests().sha1())
            .put("sha256", record.digests().sha256())
            .put("sent", UtcTime.format(record.sent()));
    record.digests().md5().ifPresent(md5 -> json.put("md5", md5));
    record
        .verification()
        .ifPresent(
            found ->
                json.put("verified", UtcTime.format(found.at()))
                    .put("how", found.how().wireName()));
    record
        .damage()
        .ifPresent(
            found ->
                json.put("damaged", UtcTime.format(found.at())).put("evidence", found.evidence()));
    return json;
  }

  @Override
  public LedgerDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      List<CopyRecord> records = new ArrayList<>();
      for (Object each : data.getJsonArray("copies", new JsonArray())) {
        records.add(read((JsonObject) each));
      }
      return LedgerDocument.of(records);
    } catch (ClassCastException | DateTimeException | NullPointerException malformed) {
      throw new UnreadableDocumentException(
          "A field of the ledger of copies has the wrong type.", malformed);
    }
  }

  private static CopyRecord read(JsonObject json) throws UnreadableDocumentException {
    return new CopyRecord(
        new CopyId(text(json, "backup_id"), text(json, "agent_id")),
        new Digests(
            json.getLong("size"),
            text(json, "sha1"),
            text(json, "sha256"),
            Optional.ofNullable(json.getString("md5"))),
        moment(text(json, "sent")),
        finding(json));
  }

  private static Optional<Finding> finding(JsonObject json) throws UnreadableDocumentException {
    if (json.containsKey("damaged")) {
      return Optional.of(new Damage(text(json, "evidence"), moment(text(json, "damaged"))));
    }
    return Optional.ofNullable(json.getString("how"))
        .flatMap(How::ofWireName)
        .map(how -> new Verification(how, moment(json.getString("verified"))));
  }

  private static Instant moment(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static String text(JsonObject json, String key) throws UnreadableDocumentException {
    String value = json.getString(key);
    if (value == null) {
      throw new UnreadableDocumentException("'" + key + "' is missing.");
    }
    return value;
  }
}
