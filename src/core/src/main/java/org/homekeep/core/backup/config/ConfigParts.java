package org.homekeep.core.backup.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.homekeep.api.backup.Folder;

/** Reads the parts that the stored document and an update have in common. */
final class ConfigParts {
  private static final Pattern CLOCK = Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2})?");

  private ConfigParts() {}

  /** Omitted limits are none; zero, which old documents have, is none, too. */
  static Retention retention(JsonObject json) {
    return new Retention(limit(json, "copies"), limit(json, "days"));
  }

  private static OptionalLong limit(JsonObject json, String key) {
    Long value = json.getLong(key);
    return value == null || value < 1 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** What is omitted is as if nothing had been set. Empty when the time is none. */
  static Optional<Schedule> schedule(JsonObject json) {
    List<DayOfWeek> days = new ArrayList<>();
    for (Object day : json.getJsonArray("days", new JsonArray())) {
      Weekdays.ofWireName(String.valueOf(day)).ifPresent(days::add);
    }
    Recurrence recurrence =
        Recurrence.ofWireName(json.getString("recurrence", "never")).orElse(Recurrence.NEVER);
    String text = json.getString("time");
    if (text == null) {
      return Optional.of(new Schedule(days, recurrence, Optional.empty()));
    }
    return time(text).map(time -> new Schedule(days, recurrence, Optional.of(time)));
  }

  private static Optional<LocalTime> time(String text) {
    if (!CLOCK.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text));
    } catch (DateTimeParseException outOfBounds) {
      return Optional.empty();
    }
  }

  static List<String> strings(JsonArray array) {
    return array.stream().map(String.class::cast).toList();
  }

  static List<Folder> folders(JsonArray array) {
    return array.stream()
        .map(String.class::cast)
        .flatMap(name -> Folder.ofWireName(name).stream())
        .toList();
  }
}
