package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.homekeep.emulator.server.Params;

/**
 * Object lock: what a new file may be given, what may change later, and what may not go yet
 * (b2-and-cloud.md §C.6).
 *
 * <p>Retention may always be made longer, and governance be made compliance. Only governance may be
 * made shorter or taken away, by a caller who says {@code bypassGovernance} and may.
 */
final class Locks {
  private static final String COMPLIANCE = "compliance";
  private static final String GOVERNANCE = "governance";
  private static final Set<String> MODES = Set.of(GOVERNANCE, COMPLIANCE);
  private static final int MOST_YEARS = 100;

  private Locks() {}

  /** The retention of a new file: what its sender asked for, or what its bucket has for all. */
  static JsonObject ofNew(Optional<JsonObject> wanted, Bucket bucket, Grant grant, Instant now) {
    if (wanted.isEmpty()) {
      return inherited(bucket, now);
    }
    grant.require("writeFileRetentions");
    requireLock(bucket);
    return checked(wanted.get(), now);
  }

  /** The retention of a file that is there from the start, which may have ended. */
  static JsonObject seeded(Optional<JsonObject> wanted, Bucket bucket, Instant now) {
    return wanted.isEmpty() ? inherited(bucket, now) : checked(wanted.get(), Instant.EPOCH);
  }

  /** The legal hold of a new file, as its sender asked for it. */
  static Optional<String> holdOfNew(Optional<String> wanted, Bucket bucket, Grant grant) {
    wanted.ifPresent(
        hold -> {
          grant.require("writeFileLegalHolds");
          requireLock(bucket);
          checkHold(hold);
        });
    return wanted;
  }

  static void checkHold(String hold) {
    if (!hold.equals("on") && !hold.equals("off")) {
      throw B2Error.badRequest("legalHold must be on or off");
    }
  }

  /** Refuses where nothing can be locked. */
  static void requireLock(Bucket bucket) {
    if (!bucket.fileLock()) {
      throw new B2Error(400, "bucket_missing_file_lock", "The bucket has no object lock");
    }
  }

  /** The retention that a version gets in the place of the one it has. */
  static JsonObject changed(
      FileVersion version, JsonObject wanted, boolean bypass, Grant grant, Instant now) {
    requireRightToBypass(bypass, grant);
    JsonObject next = checked(wanted, now);
    Optional<Retention> held = Retention.of(version.retention(), now);
    if (held.isPresent()) {
      Optional<Retention> after = Retention.of(next, now);
      boolean weaker =
          after.isEmpty()
              || after.get().until() < held.get().until()
              || (held.get().mode().equals(COMPLIANCE) && !after.get().mode().equals(COMPLIANCE));
      if (weaker) {
        requireBypass(held.get(), bypass);
      }
    }
    return next;
  }

  /** Refuses the deletion of a version that is locked. */
  static void checkDeletable(FileVersion version, Grant grant, boolean bypass, Instant now) {
    requireRightToBypass(bypass, grant);
    if (version.action() == FileVersion.Action.START) {
      return;
    }
    if (version.legalHold().filter("on"::equals).isPresent()) {
      throw denied("The file version is under a legal hold");
    }
    Retention.of(version.retention(), now).ifPresent(held -> requireBypass(held, bypass));
  }

  /** Whether nobody may delete a version now who does not bypass governance. */
  static boolean holds(FileVersion version, Instant now) {
    return version.legalHold().filter("on"::equals).isPresent()
        || Retention.of(version.retention(), now).isPresent();
  }

  /**
   * What a bucket is to give to new files, whole: {@code {mode, period}}, both null for nothing.
   */
  static JsonObject defaultFor(boolean locking, JsonObject wanted) {
    Params given = Params.of(wanted);
    Optional<String> mode = mode(given);
    Optional<JsonObject> period = given.optionalObject("period");
    if (mode.isEmpty() && period.isEmpty()) {
      return Bucket.NO_RETENTION;
    }
    if (!locking) {
      throw new B2Error(400, "bucket_missing_file_lock", "The bucket has no object lock");
    }
    if (mode.isEmpty() || period.isEmpty()) {
      throw B2Error.badRequest("defaultRetention needs a mode and a period, or neither");
    }
    String unit = Params.of(period.get()).text("unit");
    long duration = Params.of(period.get()).optionalNumber("duration").orElse(0L);
    if (!Set.of("days", "years").contains(unit)) {
      throw B2Error.badRequest("The unit of a period must be days or years");
    }
    if (duration < 1 || duration > MOST_YEARS * (unit.equals("days") ? 365L : 1L)) {
      throw B2Error.badRequest("The duration of a period must be 1 day to 100 years");
    }
    return new JsonObject()
        .put("mode", mode.get())
        .put("period", new JsonObject().put("duration", duration).put("unit", unit));
  }

  private static JsonObject inherited(Bucket bucket, Instant now) {
    String mode = bucket.retention().getString("mode");
    JsonObject period = bucket.retention().getJsonObject("period");
    if (mode == null || period == null) {
      return FileVersion.NO_RETENTION;
    }
    long days = period.getLong("duration") * ("years".equals(period.getString("unit")) ? 365 : 1);
    return new JsonObject()
        .put("mode", mode)
        .put("retainUntilTimestamp", now.plus(Duration.ofDays(days)).toEpochMilli());
  }

  private static JsonObject checked(JsonObject wanted, Instant now) {
    Params given = Params.of(wanted);
    Optional<String> mode = mode(given);
    Optional<Long> until = given.optionalNumber("retainUntilTimestamp");
    if (mode.isEmpty() && until.isEmpty()) {
      return FileVersion.NO_RETENTION;
    }
    if (mode.isEmpty() || until.isEmpty()) {
      throw B2Error.badRequest("A retention needs a mode and a retainUntilTimestamp, or neither");
    }
    if (until.get() <= now.toEpochMilli()) {
      throw B2Error.badRequest("retainUntilTimestamp must be in the future");
    }
    return new JsonObject().put("mode", mode.get()).put("retainUntilTimestamp", until.get());
  }

  private static Optional<String> mode(Params given) {
    Optional<String> mode = given.optionalText("mode");
    if (mode.filter(text -> !MODES.contains(text)).isPresent()) {
      throw B2Error.badRequest("The mode of a retention must be governance or compliance");
    }
    return mode;
  }

  private static void requireRightToBypass(boolean bypass, Grant grant) {
    if (bypass) {
      grant.require("bypassGovernance");
    }
  }

  private static void requireBypass(Retention held, boolean bypass) {
    if (!bypass || !held.mode().equals(GOVERNANCE)) {
      throw denied("The file version is retained until " + Instant.ofEpochMilli(held.until()));
    }
  }

  private static B2Error denied(String message) {
    return new B2Error(403, "access_denied", message);
  }

  /** A retention that holds now. */
  private record Retention(String mode, long until) {
    static Optional<Retention> of(JsonObject json, Instant now) {
      String mode = json.getString("mode");
      Long until = json.getLong("retainUntilTimestamp");
      return mode == null || until == null || until <= now.toEpochMilli()
          ? Optional.empty()
          : Optional.of(new Retention(mode, until));
    }
  }
}
