package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

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
    return service
        .catalogue()
        .replace(version.locked(retention.copy(), version.legalHold()))
        .map(ignored -> echo(version).put("fileRetention", retention));
  }

  private Future<JsonObject> legalHold(JsonCall.Invocation call) {
    FileVersion version = lockable(call, "writeFileLegalHolds");
    String hold = call.params().text("legalHold");
    if (!Set.of("on", "off").contains(hold)) {
      throw B2Error.badRequest("legalHold must be on or off");
    }
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
    if (service.account().bucket(version.bucketId()).filter(Bucket::fileLock).isEmpty()) {
      throw new B2Error(400, "bucket_missing_file_lock", "The bucket has no object lock");
    }
    return version;
  }

  private static JsonObject echo(FileVersion version) {
    return new JsonObject().put("fileId", version.id()).put("fileName", version.name());
  }
}
