package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The calls that set the retention and the legal hold of a file version. */
final class LockCalls {
  private final Service service;

  LockCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.write("b2_update_file_retention", this::retention);
    table.write("b2_update_file_legal_hold", this::legalHold);
  }

  private Future<JsonObject> retention(JsonCall.Invocation call) {
    FileVersion version = lockable(call, "writeFileRetentions");
    JsonObject retention =
        call.params()
            .optionalObject("fileRetention")
            .orElseThrow(() -> B2Error.badRequest("required field fileRetention is missing"));
    JsonObject changed =
        Locks.changed(
            version,
            retention,
            call.params().flag("bypassGovernance"),
            call.grant(),
            service.clock().now());
    return service
        .catalogue()
        .replace(version.locked(changed, version.legalHold()))
        .map(ignored -> echo(version).put("fileRetention", changed.copy()));
  }

  private Future<JsonObject> legalHold(JsonCall.Invocation call) {
    FileVersion version = lockable(call, "writeFileLegalHolds");
    String hold = call.params().text("legalHold");
    Locks.checkHold(hold);
    return service
        .catalogue()
        .replace(version.locked(version.retention(), Optional.of(hold)))
        .map(ignored -> echo(version).put("legalHold", hold));
  }

  private FileVersion lockable(JsonCall.Invocation call, String capability) {
    FileVersion version = service.requireVersion(call.params().text("fileId"));
    call.grant().requireFile(capability, version);
    if (!version.name().equals(call.params().text("fileName"))) {
      throw B2Error.badRequest("The file id belongs to another name");
    }
    Locks.requireLock(service.account().requireBucket(version.bucketId()));
    if (!version.isReadable()) {
      throw B2Error.badRequest("Only files have a lock, not what is hidden or unfinished");
    }
    return version;
  }

  private static JsonObject echo(FileVersion version) {
    return new JsonObject().put("fileId", version.id()).put("fileName", version.name());
  }
}
