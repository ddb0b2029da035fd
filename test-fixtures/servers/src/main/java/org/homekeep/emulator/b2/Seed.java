package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.SeedBytes;

/** Makes the buckets, keys and files that a test begins with, of JSON. */
final class Seed {
  static final List<String> FIELDS = List.of("buckets", "keys", "files");
  private static final List<String> BUCKET_FIELDS =
      List.of(
          "name",
          "public",
          "info",
          "file_lock",
          "default_retention",
          "lifecycle_rules",
          "encryption");
  private static final List<String> KEY_FIELDS =
      List.of(
          "name",
          "key_id",
          "application_key",
          "capabilities",
          "buckets",
          "multi_bucket",
          "name_prefix",
          "valid_s");
  private static final List<String> FILE_FIELDS =
      List.of(
          "bucket",
          "name",
          "action",
          "content",
          "base64",
          "size",
          "content_type",
          "info",
          "uploaded_at",
          "retention",
          "legal_hold");

  private final Service service;

  Seed(Service service) {
    this.service = service;
  }

  /** Makes everything in the order in which it is told; stops at the first that makes no sense. */
  Future<JsonObject> plant(Params given) {
    JsonArray buckets = new JsonArray();
    JsonArray keys = new JsonArray();
    JsonArray files = new JsonArray();
    return SeedBytes.each(
            given.only(FIELDS),
            "buckets",
            told -> bucket(Params.of(told).only(BUCKET_FIELDS)),
            buckets)
        .compose(
            ignored ->
                SeedBytes.each(given, "keys", told -> key(Params.of(told).only(KEY_FIELDS)), keys))
        .compose(
            ignored ->
                SeedBytes.each(
                    given, "files", told -> file(Params.of(told).only(FILE_FIELDS)), files))
        .map(
            ignored ->
                new JsonObject().put("buckets", buckets).put("keys", keys).put("files", files));
  }

  private Future<JsonObject> bucket(Params given) {
    String name = Names.checkBucket(given.text("name"));
    if (service.account().bucketNamed(name).isPresent()) {
      throw B2Error.badRequest("There is a bucket %s already".formatted(name));
    }
    boolean lock = given.flag("file_lock");
    Bucket bucket =
        new Bucket(
            Ids.bucket(),
            name,
            given.flag("public") ? "allPublic" : "allPrivate",
            given.optionalObject("info").orElse(new JsonObject()),
            new JsonArray(),
            LifecycleRule.checked(given.optionalArray("lifecycle_rules").orElse(new JsonArray())),
            lock,
            given
                .optionalObject("default_retention")
                .map(wanted -> Locks.defaultFor(lock, wanted))
                .orElse(Bucket.NO_RETENTION),
            Encryption.wanted(given.optionalObject("encryption"), Bucket.NO_ENCRYPTION),
            2);
    return service
        .account()
        .put(bucket)
        .map(new JsonObject().put("name", name).put("bucket_id", bucket.id()));
  }

  private Future<JsonObject> key(Params given) {
    List<String> buckets =
        given.optionalTexts("buckets").orElse(List.of()).stream()
            .map(name -> bucketNamed(name).id())
            .toList();
    Key key =
        new Key(
            given.optionalText("key_id").orElseGet(service.account()::nextKeyId),
            given.optionalText("application_key").orElseGet(Ids::applicationKey),
            given.optionalText("name").orElse("seed"),
            Capabilities.checked(given.optionalTexts("capabilities").orElse(Capabilities.ALL)),
            buckets,
            given.optionalFlag("multi_bucket").orElse(buckets.size() > 1),
            given.optionalText("name_prefix"),
            given
                .optionalNumber("valid_s")
                .map(seconds -> service.clock().now().plusSeconds(seconds)));
    if (service.account().key(key.id()).isPresent()) {
      throw B2Error.badRequest("There is a key %s already".formatted(key.id()));
    }
    return service
        .account()
        .put(key)
        .map(
            new JsonObject()
                .put("name", key.name())
                .put("key_id", key.id())
                .put("application_key", key.secret()));
  }

  private Future<JsonObject> file(Params given) {
    Bucket bucket =
        given
            .optionalText("bucket")
            .map(this::bucketNamed)
            .orElseGet(() -> bucketNamed(service.options().bucketName()));
    String name = Names.checkFile(given.text("name"));
    Instant now = service.clock().now();
    long at = given.optionalNumber("uploaded_at").orElseGet(service.clock()::uniqueMillis);
    String action = given.optionalText("action").orElse("upload");
    Future<FileVersion> version =
        switch (action) {
          case "hide" -> Future.succeededFuture(FileVersion.hideMarker(bucket.id(), name, at, now));
          case "start" ->
              Future.succeededFuture(version(given, bucket, name, at, Optional.empty()));
          case "upload" ->
              service
                  .worker()
                  .run(() -> SeedBytes.write(service.disk(), given, name))
                  .map(bytes -> version(given, bucket, name, at, Optional.of(bytes)));
          default -> throw B2Error.badRequest("The action of a file is upload, start or hide");
        };
    return version
        .compose(service.catalogue()::add)
        .map(
            added ->
                new JsonObject()
                    .put("bucket", bucket.name())
                    .put("name", name)
                    .put("file_id", added.id()));
  }

  private FileVersion version(
      Params given, Bucket bucket, String name, long at, Optional<SeedBytes.Written> bytes) {
    Optional<JsonObject> retention = given.optionalObject("retention");
    retention.ifPresent(ignored -> Locks.requireLock(bucket));
    Map<String, String> info =
        FileInfo.of(given.optionalObject("info").orElse(new JsonObject()), Integer.MAX_VALUE);
    return new FileVersion(
        Ids.file(bucket.id(), bytes.isEmpty(), service.clock().now()),
        bucket.id(),
        name,
        bytes.isEmpty() ? FileVersion.Action.START : FileVersion.Action.UPLOAD,
        bytes.map(it -> it.segment().size()).orElse(0L),
        bytes.map(SeedBytes.Written::sha1).orElse("none"),
        bytes.map(SeedBytes.Written::md5),
        given.optionalText("content_type").orElse("application/octet-stream"),
        info,
        at,
        bytes.map(it -> List.of(it.segment())).orElse(List.of()),
        bucket.encryption(),
        Locks.seeded(retention, bucket, service.clock().now()),
        given.optionalText("legal_hold"));
  }

  private Bucket bucketNamed(String name) {
    return service
        .account()
        .bucketNamed(name)
        .orElseThrow(() -> B2Error.badRequest("There is no bucket %s".formatted(name)));
  }
}
