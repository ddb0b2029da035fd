package org.homekeep.core.wire;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lengths of time as Home Assistant's forms send them and its entries store them: {@code
 * {"days":…,"hours":…,"minutes":…,"seconds":…}}, each part whole, not negative and optional.
 */
public final class IntervalJson {
  private static final List<String> PARTS = List.of("days", "hours", "minutes", "seconds");
  private static final long LONGEST_PART = 1_000_000_000L;

  private IntervalJson() {}

  /** The length; empty when it is no such object. */
  public static Optional<Duration> read(JsonObject json) {
    for (String name : json.fieldNames()) {
      boolean part =
          PARTS.contains(name)
              && json.getValue(name) instanceof Number number
              && number.doubleValue() == number.longValue()
              && number.longValue() >= 0
              && number.longValue() <= LONGEST_PART;
      if (!part) {
        return Optional.empty();
      }
    }
    return Optional.of(
        Duration.ofDays(json.getLong("days", 0L))
            .plusHours(json.getLong("hours", 0L))
            .plusMinutes(json.getLong("minutes", 0L))
            .plusSeconds(json.getLong("seconds", 0L)));
  }

  /** The object, without days when there are none. */
  public static JsonObject write(Duration length) {
    JsonObject json = new JsonObject();
    if (length.toDays() > 0) {
      json.put("days", length.toDays());
    }
    return json.put("hours", length.toHoursPart())
        .put("minutes", length.toMinutesPart())
        .put("seconds", length.toSecondsPart());
  }
}
