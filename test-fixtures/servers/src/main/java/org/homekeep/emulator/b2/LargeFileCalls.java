package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.Segment;

/** The calls that begin, finish, cancel and list large files. */
final class LargeFileCalls {
  static final int MOST_PARTS = 10_000;
  private static final long MOST_BYTES = 10_000_000_000_000L;

  private final Service service;

  LargeFileCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.write("b2_start_large_file", this::start);
    table.write("b2_finish_large_file", this::finish);
    table.write("b2_cancel_large_file", this::cancel);
    table.read("b2_list_parts", this::listParts);
    table.read("b2_list_unfinished_large_files", this::listUnfinished);
  }

  static B2Error notActive(String fileId) {
    return B2Error.badRequest("No active upload for: " + fileId);
  }

  static FileVersion requireUnfinished(Service service, String fileId) {
    return service
        .version(fileId)
        .filter(version -> version.action() == FileVersion.Action.START)
        .orElseThrow(() -> notActive(fileId));
  }

  private Future<JsonObject> start(JsonCall.Invocation call) {
    Params params = call.params();
    Bucket bucket = service.account().requireBucket(params.text("bucketId"));
    String name = Names.checkFile(params.text("fileName"));
    call.grant().require("writeFiles").requireBucket(bucket.id()).requireName(name);
    JsonObject encryption =
        Encryption.wanted(params.optionalObject("serverSideEncryption"), bucket.encryption());
    JsonObject retention =
        Locks.ofNew(
            params.optionalObject("fileRetention"), bucket, call.grant(), service.clock().now());
    Optional<String> hold = Locks.holdOfNew(params.optionalText("legalHold"), bucket, call.grant());
    FileVersion version =
        new FileVersion(
            Ids.file(bucket.id(), true, service.clock().now()),
            bucket.id(),
            name,
            FileVersion.Action.START,
            0,
            "none",
            Optional.empty(),
            FileInfo.contentType(params.text("contentType")),
            FileInfo.of(
                params.optionalObject("fileInfo").orElse(new JsonObject()),
                FileInfo.room(name, encryption, bucket)),
            params
                .optionalNumber("customUploadTimestamp")
                .map(service.clock()::passed)
                .orElseGet(service.clock()::uniqueMillis),
            List.of(),
            encryption,
            retention,
            hold);
    return service.catalogue().add(version).map(added -> shape(added, call.grant()));
  }

  private Future<JsonObject> finish(JsonCall.Invocation call) {
    String fileId = call.params().text("fileId");
    FileVersion file = requireUnfinished(service, fileId);
    call.grant().requireFile("writeFiles", file);
    List<String> sha1s =
        call.params()
            .optionalTexts("partSha1Array")
            .orElseThrow(() -> B2Error.badRequest("required field partSha1Array is missing"));
    NavigableMap<Integer, Part> parts = service.catalogue().parts(fileId);
    if (sha1s.isEmpty() || sha1s.size() > MOST_PARTS) {
      throw B2Error.badRequest("partSha1Array must have 1 to 10000 entries");
    }
    List<Segment> segments = new ArrayList<>(sha1s.size());
    for (int number = 1; number <= sha1s.size(); number++) {
      Part part = parts.get(number);
      if (part == null) {
        throw new B2Error(
            400, "missing_part", "Part number %d has not been uploaded".formatted(number));
      }
      if (!FileInfo.plainSha1(part.sha1()).equalsIgnoreCase(sha1s.get(number - 1))) {
        throw new B2Error(
            400, "part_sha1_mismatch", "Part number %d has another SHA-1".formatted(number));
      }
      if (number < sha1s.size() && part.segment().size() < service.options().parts().minimum()) {
        throw B2Error.badRequest(
            "Part number %d is smaller than %d bytes"
                .formatted(number, service.options().parts().minimum()));
      }
      segments.add(part.segment());
    }
    if (segments.stream().mapToLong(Segment::size).sum() > MOST_BYTES) {
      throw B2Error.badRequest("A large file has at most %d bytes".formatted(MOST_BYTES));
    }
    if (parts.lastKey() > sha1s.size()) {
      throw new B2Error(
          400,
          "part_sha1_mismatch",
          "partSha1Array has %d entries, but part %d was uploaded"
              .formatted(sha1s.size(), parts.lastKey()));
    }
    return service
        .catalogue()
        .finish(file.finished(segments))
        .map(finished -> shape(finished, call.grant()));
  }

  private Future<JsonObject> cancel(JsonCall.Invocation call) {
    FileVersion file = requireUnfinished(service, call.params().text("fileId"));
    call.grant().requireFile("writeFiles", file);
    return service
        .catalogue()
        .remove(file)
        .map(
            ignored ->
                new JsonObject()
                    .put("accountId", service.account().id())
                    .put("bucketId", file.bucketId())
                    .put("fileId", file.id())
                    .put("fileName", file.name()));
  }

  private Future<JsonObject> listParts(JsonCall.Invocation call) {
    FileVersion file = requireUnfinished(service, call.params().text("fileId"));
    call.grant().requireFile("writeFiles", file);
    int first = call.params().number("startPartNumber", 1, 1, MOST_PARTS);
    int most = call.params().number("maxPartCount", 100, 1, 1000);
    List<Part> parts =
        service.catalogue().parts(file.id()).tailMap(first, true).values().stream()
            .limit(most + 1L)
            .toList();
    JsonArray listed = new JsonArray();
    parts.stream().limit(most).forEach(part -> listed.add(Shapes.part(file, part)));
    return Future.succeededFuture(
        new JsonObject()
            .put("parts", listed)
            .put("nextPartNumber", parts.size() > most ? parts.get(most).number() : null));
  }

  private Future<JsonObject> listUnfinished(JsonCall.Invocation call) {
    Bucket bucket = service.account().requireBucket(call.params().text("bucketId"));
    String prefix = call.params().optionalText("namePrefix").orElse("");
    call.grant().require("listFiles").requireBucket(bucket.id()).requireName(prefix);
    int most = call.params().number("maxFileCount", 100, 1, 100);
    Optional<String> startId = call.params().optionalText("startFileId");
    List<FileVersion> files =
        service
            .catalogue()
            .versions(bucket.id())
            .filter(version -> version.action() == FileVersion.Action.START)
            .filter(version -> version.name().startsWith(prefix))
            .sorted(Comparator.comparing(FileVersion::id))
            .filter(version -> startId.map(id -> version.id().compareTo(id) >= 0).orElse(true))
            .limit(most + 1L)
            .toList();
    JsonArray listed = new JsonArray();
    files.stream().limit(most).forEach(file -> listed.add(shape(file, call.grant())));
    return Future.succeededFuture(
        new JsonObject()
            .put("files", listed)
            .put("nextFileId", files.size() > most ? files.get(most).id() : null));
  }

  private JsonObject shape(FileVersion version, Grant grant) {
    return Shapes.file(service.account().id(), version, grant);
  }
}
