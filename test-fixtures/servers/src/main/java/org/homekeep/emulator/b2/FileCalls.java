package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The calls about single files: info, hide, delete and the right to download. */
final class FileCalls {
  private static final int LONGEST_SECONDS = 604_800;

  private final Service service;

  FileCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.read("b2_get_file_info", this::info);
    table.write("b2_hide_file", this::hide);
    table.write("b2_delete_file_version", this::delete);
    table.read("b2_get_download_authorization", this::downloadAuthorization);
  }

  private Future<JsonObject> info(JsonCall.Invocation call) {
    call.grant().require("readFiles");
    FileVersion version = service.requireVersion(call.params().text("fileId"));
    call.grant().requireFile("readFiles", version);
    return Future.succeededFuture(shape(version, call.grant()));
  }

  private Future<JsonObject> hide(JsonCall.Invocation call) {
    Bucket bucket = service.account().requireBucket(call.params().text("bucketId"));
    String name = call.params().text("fileName");
    call.grant().require("writeFiles").requireBucket(bucket.id()).requireName(name);
    FileVersion current =
        service
            .catalogue()
            .current(bucket.id(), name)
            .orElseThrow(() -> new B2Error(400, "no_such_file", "File not present: " + name));
    if (current.action() == FileVersion.Action.HIDE) {
      throw new B2Error(400, "already_hidden", "File already hidden: " + name);
    }
    FileVersion marker =
        FileVersion.hideMarker(
            bucket.id(), name, service.clock().uniqueMillis(), service.clock().now());
    return service.catalogue().add(marker).map(added -> shape(added, call.grant()));
  }

  private Future<JsonObject> delete(JsonCall.Invocation call) {
    call.grant().require("deleteFiles");
    String name = call.params().text("fileName");
    String fileId = call.params().text("fileId");
    FileVersion version =
        service
            .version(fileId)
            .filter(found -> found.name().equals(name))
            .orElseThrow(
                () ->
                    new B2Error(
                        400,
                        "file_not_present",
                        "File not present: %s %s".formatted(name, fileId)));
    call.grant().requireFile("deleteFiles", version);
    Locks.checkDeletable(
        version, call.grant(), call.params().flag("bypassGovernance"), service.clock().now());
    return service
        .catalogue()
        .remove(version)
        .map(ignored -> new JsonObject().put("fileId", fileId).put("fileName", name));
  }

  private Future<JsonObject> downloadAuthorization(JsonCall.Invocation call) {
    Bucket bucket = service.account().requireBucket(call.params().text("bucketId"));
    String prefix = call.params().text("fileNamePrefix");
    call.grant().require("shareFiles").requireBucket(bucket.id()).requireName(prefix);
    int seconds = call.params().number("validDurationInSeconds", 0, 1, LONGEST_SECONDS);
    String token =
        service
            .downloadTokens()
            .issue(
                Ids.downloadToken(call.grant().key().id()),
                new DownloadRight(bucket.id(), prefix),
                Duration.ofSeconds(seconds));
    return Future.succeededFuture(
        new JsonObject()
            .put("bucketId", bucket.id())
            .put("fileNamePrefix", prefix)
            .put("authorizationToken", token));
  }

  private JsonObject shape(FileVersion version, Grant grant) {
    return Shapes.file(service.account().id(), version, grant);
  }
}
