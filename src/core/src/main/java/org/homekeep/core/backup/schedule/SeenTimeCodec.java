package org.homekeep.core.backup.schedule;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnreadableDocumentException;

/** The stored form of what is remembered of the clock. */
final class SeenTimeCodec implements StoreCodec<SeenTime> {
  static final StoreKey KEY = StoreKey.of("homekeep.backup_clock", 1, 1);

  @Override
  public JsonObject encode(SeenTime document) {
    JsonObject json = new JsonObject().put("seen", document.last().toString());
    document
        .leap()
        .ifPresent(
            leap ->
                json.put(
                    "leap",
                    new JsonObject()
                        .put("from", leap.from().toString())
                        .put("to", leap.to().toString())));
    return json;
  }

  @Override
  public SeenTime decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      return new SeenTime(
          Instant.parse(data.getString("seen")),
          Optional.ofNullable(data.getJsonObject("leap")).map(SeenTimeCodec::leap));
    } catch (ClassCastException | DateTimeException | NullPointerException malformed) {
      throw new UnreadableDocumentException(
          "A field of what is remembered of the clock has the wrong type.", malformed);
    }
  }

  private static ClockWatch.Leap leap(JsonObject json) {
    return new ClockWatch.Leap(
        Instant.parse(json.getString("from")), Instant.parse(json.getString("to")));
  }
}
