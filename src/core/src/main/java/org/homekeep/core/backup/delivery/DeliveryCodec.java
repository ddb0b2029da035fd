package org.homekeep.core.backup.delivery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.InvalidBackupMetadataException;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.transcode.EncryptionJournal;
import org.homekeep.core.backup.digest.Digests;
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
    JsonArray givenUp = new JsonArray();
    document.givenUp().forEach(each -> givenUp.add(write(each)));
    return new JsonObject()
        .put("outgoing", outgoing)
        .put("given_up", givenUp)
        .put("released", new JsonArray(document.released()));
  }

  private static JsonObject write(Outgoing outgoing) {
    JsonArray waiting = new JsonArray();
    outgoing.waiting().forEach(each -> waiting.add(write(each)));
    return new JsonObject()
        .put("backup", AgentBackupJson.write(outgoing.backup()))
        .put("key", outgoing.key().map(Secret::reveal).orElse(null))
        .put("automatic", outgoing.automatic())
        .put("digests", outgoing.digests().map(DeliveryCodec::write).orElse(null))
        .put("partial", outgoing.place().unnamed().orElse(null))
        .put("file", outgoing.place().temporary().orElse(null))
        .put("from", outgoing.place().from().orElse(null))
        .put("waiting", waiting);
  }

  private static JsonObject write(Digests digests) {
    return new JsonObject()
        .put("size", digests.size())
        .put("sha1", digests.sha1())
        .put("sha256", digests.sha256())
        .put("md5", digests.md5().orElse(null));
  }

  private static JsonObject write(Waiting waiting) {
    return new JsonObject()
        .put("agent_id", waiting.agentId())
        .put("since", waiting.since().toString())
        .put("attempts", waiting.attempts())
        .put("next", waiting.next().toString())
        .put("error", waiting.error().orElse(null))
        .put("unfinished", waiting.unfinished().map(DeliveryCodec::write).orElse(null));
  }

  private static JsonObject write(Unfinished upload) {
    return new JsonObject()
        .put("note", upload.note())
        .put("sha256", upload.sha256())
        .put("encryption", upload.encryption().map(EncryptionJournal::toJson).orElse(null));
  }

  private static JsonObject write(GivenUp upload) {
    return new JsonObject()
        .put("backup_id", upload.copy().backupId())
        .put("agent_id", upload.copy().agentId())
        .put("note", upload.note());
  }

  @Override
  public DeliveryDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      List<Outgoing> outgoing = new ArrayList<>();
      for (Object each : data.getJsonArray("outgoing", new JsonArray())) {
        outgoing.add(outgoing((JsonObject) each));
      }
      List<GivenUp> givenUp = new ArrayList<>();
      for (Object each : data.getJsonArray("given_up", new JsonArray())) {
        givenUp.add(givenUp((JsonObject) each));
      }
      List<String> released = new ArrayList<>();
      for (Object each : data.getJsonArray("released", new JsonArray())) {
        released.add((String) each);
      }
      return new DeliveryDocument(outgoing, givenUp, released);
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
        Optional.ofNullable(json.getJsonObject("digests")).map(DeliveryCodec::digests),
        Optional.ofNullable(json.getString("key")).map(Secret::of),
        json.getBoolean("automatic"),
        place(json),
        waiting);
  }

  private static Digests digests(JsonObject json) {
    return new Digests(
        json.getLong("size"),
        Objects.requireNonNull(json.getString("sha1")),
        Objects.requireNonNull(json.getString("sha256")),
        Optional.ofNullable(json.getString("md5")));
  }

  private static Place place(JsonObject json) {
    String temporary = json.getString("file");
    String unnamed = json.getString("partial");
    if (temporary != null) {
      return new Place.Temporary(temporary, Optional.ofNullable(json.getString("from")));
    }
    return unnamed == null ? new Place.Here() : new Place.BeingNamed(unnamed);
  }

  private static Waiting waiting(JsonObject json) {
    return new Waiting(
        json.getString("agent_id"),
        Instant.parse(json.getString("since")),
        json.getInteger("attempts"),
        Instant.parse(json.getString("next")),
        Optional.ofNullable(json.getString("error")),
        Optional.ofNullable(json.getJsonObject("unfinished")).map(DeliveryCodec::unfinished));
  }

  private static Unfinished unfinished(JsonObject json) {
    return new Unfinished(
        json.getString("note"),
        json.getString("sha256"),
        Optional.ofNullable(json.getString("encryption")).flatMap(DeliveryCodec::encryption));
  }

  /** Without it the bytes come out otherwise, and the upload begins anew. */
  private static Optional<EncryptionJournal> encryption(String json) {
    try {
      return Optional.of(EncryptionJournal.parse(json));
    } catch (ArchiveException damaged) {
      return Optional.empty();
    }
  }

  private static GivenUp givenUp(JsonObject json) {
    return new GivenUp(
        new CopyId(json.getString("backup_id"), json.getString("agent_id")),
        json.getString("note"));
  }
}
