package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.emulator.server.Params;

/**
 * What a bucket does by itself with names that start with something (b2-and-cloud.md §C.4).
 *
 * @param toHiding how long after its upload a file is hidden
 * @param toDeleting how long after it was hidden or followed by a newer one a version is deleted
 * @param toCancelling how long after its start an unfinished large file is cancelled
 */
record LifecycleRule(
    String prefix,
    Optional<Duration> toHiding,
    Optional<Duration> toDeleting,
    Optional<Duration> toCancelling) {
  private static final int MOST_RULES = 100;
  private static final int MOST_DAYS = 36_500;

  /** Refuses rules that make no sense. */
  static JsonArray checked(JsonArray rules) {
    if (rules.size() > MOST_RULES) {
      throw B2Error.badRequest("A bucket has at most 100 lifecycle rules");
    }
    of(rules);
    return rules;
  }

  static List<LifecycleRule> of(JsonArray rules) {
    List<LifecycleRule> read = new ArrayList<>();
    for (Object item : rules) {
      if (!(item instanceof JsonObject rule)) {
        throw B2Error.badRequest("A lifecycle rule must be an object");
      }
      Params given = Params.of(rule);
      read.add(
          new LifecycleRule(
              given.text("fileNamePrefix"),
              days(given, "daysFromUploadingToHiding"),
              days(given, "daysFromHidingToDeleting"),
              days(given, "daysFromStartingToCancelingUnfinishedLargeFiles")));
    }
    return read;
  }

  private static Optional<Duration> days(Params rule, String field) {
    return rule.optionalNumber(field)
        .map(
            days -> {
              if (days < 1 || days > MOST_DAYS) {
                throw B2Error.badRequest(
                    "%s must be null or at least 1 and at most 36500".formatted(field));
              }
              return Duration.ofDays(days);
            });
  }
}
