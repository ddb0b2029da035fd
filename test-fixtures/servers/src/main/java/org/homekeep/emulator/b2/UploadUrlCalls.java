package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The calls that give out upload addresses, each with a token of its own. */
final class UploadUrlCalls {
  private final Service service;

  UploadUrlCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.read("b2_get_upload_url", this::forBucket);
    table.read("b2_get_upload_part_url", this::forLargeFile);
  }

  private Future<JsonObject> forBucket(JsonCall.Invocation call) {
    String bucketId = call.params().text("bucketId");
    Grant grant = call.grant().require("writeFiles").requireBucket(bucketId);
    service.account().requireBucket(bucketId);
    return Future.succeededFuture(
        address(call, grant, CallNames.UPLOAD_FILE, bucketId).put("bucketId", bucketId));
  }

  private Future<JsonObject> forLargeFile(JsonCall.Invocation call) {
    String fileId = call.params().text("fileId");
    FileVersion file = LargeFileCalls.requireUnfinished(service, fileId);
    Grant grant = call.grant().requireFile("writeFiles", file);
    return Future.succeededFuture(
        address(call, grant, CallNames.UPLOAD_PART, fileId).put("fileId", fileId));
  }

  private JsonObject address(JsonCall.Invocation call, Grant grant, String name, String targetId) {
    String place = service.pods().next(targetId);
    String token =
        service
            .uploadTokens()
            .issue(
                Ids.uploadToken(grant.key().id()),
                new UploadSlot(grant.key().id(), targetId, place));
    return new JsonObject()
        .put(
            "uploadUrl",
            "%s/b2api/v%d/%s/%s"
                .formatted(
                    service.pods().address(call.baseUrl(), place), call.version(), name, place))
        .put("authorizationToken", token);
  }
}
