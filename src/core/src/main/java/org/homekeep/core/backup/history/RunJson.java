package org.homekeep.core.backup.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.homekeep.core.wire.UtcTime;

/** A run as it is stored and as clients see it. */
public final class RunJson {
  private RunJson() {}

  /** All of a run; what is not known is null. */
  public static JsonObject write(Run run) {
    JsonArray missing = new JsonArray();
    run.ending().missing().forEach(each -> missing.add(write(each)));
    return new JsonObject()
        .put("number", run.number())
        .put("started", UtcTime.format(run.started()))
        .put("ended", run.ended().map(UtcTime::format).orElse(null))
        .put("automatic", run.automatic())
        .put("name", run.name())
        .put("backup_id", run.backupId().orElse(null))
        .put("result", run.ending().outcome().wireName())
        .put("reason", run.ending().reason().map(RunJson::write).orElse(null))
        .put("missing", missing);
  }

  private static JsonObject write(RunReason reason) {
    return new JsonObject().put("code", reason.code()).put("message", reason.message());
  }

  private static JsonObject write(MissingCopy copy) {
    return new JsonObject()
        .put("agent_id", copy.agentId())
        .put("name", copy.name())
        .put("message", copy.message())
        .put("delivered", copy.delivered().map(UtcTime::format).orElse(null));
  }

  static Run read(JsonObject json) throws UnreadableDocumentException {
    String result = text(json, "result");
    Outcome outcome =
        Outcome.ofWireName(result)
            .orElseThrow(
                () -> new UnreadableDocumentException("'%s' is no result.".formatted(result)));
    JsonObject reason = json.getJsonObject("reason");
    List<MissingCopy> missing = new ArrayList<>();
    for (Object each : json.getJsonArray("missing")) {
      missing.add(missing((JsonObject) each));
    }
    return new Run(
        json.getLong("number"),
        OffsetDateTime.parse(text(json, "started")).toInstant(),
        moment(json, "ended"),
        json.getBoolean("automatic"),
        text(json, "name"),
        Optional.ofNullable(json.getString("backup_id")),
        new Run.Ending(
            outcome,
            reason == null
                ? Optional.empty()
                : Optional.of(new RunReason(text(reason, "code"), text(reason, "message"))),
            missing));
  }

  private static MissingCopy missing(JsonObject json) throws UnreadableDocumentException {
    return new MissingCopy(
        text(json, "agent_id"),
        text(json, "name"),
        text(json, "message"),
        moment(json, "delivered"));
  }

  private static Optional<Instant> moment(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key))
        .map(text -> OffsetDateTime.parse(text).toInstant());
  }

  private static String text(JsonObject json, String key) throws UnreadableDocumentException {
    String value = json.getString(key);
    if (value == null) {
      throw new UnreadableDocumentException("'" + key + "' is missing.");
    }
    return value;
  }
}
