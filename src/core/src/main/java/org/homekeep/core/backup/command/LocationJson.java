package org.homekeep.core.backup.command;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.core.backup.ledger.Verification;
import org.homekeep.core.backup.local.DiskSpace;
import org.homekeep.core.backup.manager.CopyCheck;
import org.homekeep.core.backup.manager.LocationReport;
import org.homekeep.core.backup.manager.LocationStatus;
import org.homekeep.core.wire.ShownText;
import org.homekeep.core.wire.UtcTime;
import org.jspecify.annotations.Nullable;

/** The answers of the commands about locations and single copies. */
final class LocationJson {
  private LocationJson() {}

  static JsonObject write(LocationStatus status) {
    return new JsonObject()
        .put("agent_id", status.agentId())
        .put("name", status.name())
        .put("copies", status.copies())
        .put("bytes", status.bytes())
        .put("free_bytes", status.disk().map(DiskSpace::free).orElse(null))
        .put("total_bytes", status.disk().map(DiskSpace::total).orElse(null))
        .put("last_success", status.lastSuccess().map(UtcTime::format).orElse(null))
        .put("answered", status.error().isEmpty())
        .put("error", shown(status.error()))
        .put("verifying", status.verifying().orElse(null));
  }

  static JsonObject write(LocationReport test) {
    return new JsonObject()
        .put("answered", test.answered())
        .put("milliseconds", test.took().toMillis())
        .put("copies", test.copies())
        .put("bytes", test.bytes())
        .put("newest", test.newest().map(LocationJson::write).orElse(null))
        .put("error", shown(test.error()));
  }

  private static JsonObject write(LocationReport.Newest newest) {
    return new JsonObject()
        .put("backup_id", newest.backup().backupId())
        .put("name", newest.backup().name())
        .put("date", newest.backup().date())
        .put("size", newest.backup().size())
        .put("state", newest.state().wireName())
        .put("verified", verified(newest.verified()))
        .put("message", ShownText.of(newest.message()));
  }

  static JsonObject write(CopyCheck check) {
    return new JsonObject()
        .put("result", check.result().wireName())
        .put("verified", verified(check.verified()))
        .put("message", ShownText.of(check.message()));
  }

  private static @Nullable JsonObject verified(Optional<Verification> verification) {
    return verification.map(KeepingJson::write).orElse(null);
  }

  private static @Nullable String shown(Optional<String> text) {
    return text.map(ShownText::of).orElse(null);
  }
}
