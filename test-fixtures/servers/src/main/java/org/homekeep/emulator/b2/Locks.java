package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** The part of object lock that a backup meets: what may not be deleted yet. */
final class Locks {
  private Locks() {}

  /** The retention that a new file inherits from its bucket. */
  static JsonObject initial(Bucket bucket, Instant now) {
    String mode = bucket.retention().getString("mode");
    JsonObject period = bucket.retention().getJsonObject("period");
    if (mode == null || period == null) {
      return FileVersion.NO_RETENTION;
    }
    long days =
        period.getLong("duration", 0L) * ("years".equals(period.getString("unit")) ? 365 : 1);
    return new JsonObject()
        .put("mode", mode)
        .put("retainUntilTimestamp", now.plus(Duration.ofDays(days)).toEpochMilli());
  }

  /** Refuses the deletion of a version that is locked. */
  static void checkDeletable(FileVersion version, Grant grant, boolean bypass, Instant now) {
    if (version.legalHold().filter("on"::equals).isPresent()) {
      throw denied("The file version is under a legal hold");
    }
    String mode = version.retention().getString("mode");
    Long until = version.retention().getLong("retainUntilTimestamp");
    if (mode == null || until == null || until <= now.toEpochMilli()) {
      return;
    }
    if (!mode.equals("governance") || !bypass || !grant.can("bypassGovernance")) {
      throw denied("The file version is retained until " + Instant.ofEpochMilli(until));
    }
  }

  private static B2Error denied(String message) {
    return new B2Error(403, "access_denied", message);
  }
}
