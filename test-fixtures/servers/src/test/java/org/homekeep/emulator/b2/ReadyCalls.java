package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parameters with which each JSON call of b2-and-cloud.md §C.2 does its work.
 *
 * @param bucketId a bucket with object lock, where what a call needs is made
 * @param prefix how the names of all files begin
 */
record ReadyCalls(Fixture fixture, String bucketId, String prefix) {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** In the first bucket, which gets object lock. */
  static ReadyCalls in(Fixture fixture) {
    return in(fixture, fixture.bucketId(), "");
  }

  /** In a bucket, which gets object lock. */
  static ReadyCalls in(Fixture fixture, String bucketId, String prefix) {
    ReadyCalls ready = new ReadyCalls(fixture, bucketId, prefix);
    fixture
        .master()
        .call(
            "b2_update_bucket",
            ready.account().put("bucketId", bucketId).put("fileLockEnabled", true));
    return ready;
  }

  JsonObject account() {
    return new JsonObject().put("accountId", fixture.emulator.accountId());
  }

  /** A name that there is not yet. */
  static String next(String what) {
    return what + "-" + NUMBER.incrementAndGet();
  }

  /** What a call needs, made for it by the master key. */
  JsonObject params(String call) {
    Fixture.Session session = fixture.master();
    return switch (call) {
      case "b2_list_buckets", "b2_list_keys" -> account();
      case "b2_create_bucket" ->
          account().put("bucketName", next("bucket")).put("bucketType", "allPrivate");
      case "b2_update_bucket", "b2_delete_bucket" ->
          account()
              .put("bucketId", fixture.emulator.createBucket(next("bucket")).await())
              .put("lifecycleRules", new JsonArray());
      case "b2_get_upload_url",
          "b2_list_unfinished_large_files",
          "b2_list_file_names",
          "b2_list_file_versions" ->
          new JsonObject().put("bucketId", bucketId);
      case "b2_start_large_file" -> named(prefix + next("large")).put("contentType", "text/plain");
      case "b2_hide_file" -> {
        String name = prefix + next("file");
        session.upload(bucketId, name, CONTENT);
        yield named(name);
      }
      case "b2_get_download_authorization" ->
          new JsonObject()
              .put("bucketId", bucketId)
              .put("fileNamePrefix", prefix + "a")
              .put("validDurationInSeconds", 60);
      case "b2_create_key" ->
          account().put("keyName", "a-key").put("capabilities", new JsonArray().add("listFiles"));
      case "b2_delete_key" ->
          new JsonObject()
              .put(
                  "applicationKeyId",
                  fixture.key(List.of("listFiles"), List.of(), Optional.empty()).keyId());
      case "b2_get_upload_part_url", "b2_list_parts", "b2_cancel_large_file" ->
          new JsonObject().put("fileId", session.startLarge(bucketId, prefix + next("large")));
      case "b2_finish_large_file" -> {
        String large = session.startLarge(bucketId, prefix + next("large"));
        session.uploadPart(large, 1, CONTENT);
        yield new JsonObject()
            .put("fileId", large)
            .put("partSha1Array", new JsonArray().add(Fixture.sha1(CONTENT)));
      }
      default -> ofFile(session, call);
    };
  }

  private JsonObject ofFile(Fixture.Session session, String call) {
    JsonObject file = session.upload(bucketId, prefix + next("file"), CONTENT).json();
    String fileId = file.getString("fileId");
    JsonObject both =
        new JsonObject().put("fileName", file.getString("fileName")).put("fileId", fileId);
    return switch (call) {
      case "b2_get_file_info" -> new JsonObject().put("fileId", fileId);
      case "b2_delete_file_version" -> both;
      case "b2_copy_file" ->
          new JsonObject().put("sourceFileId", fileId).put("fileName", prefix + next("copy"));
      case "b2_copy_part" ->
          new JsonObject()
              .put("sourceFileId", fileId)
              .put("largeFileId", session.startLarge(bucketId, prefix + next("large")))
              .put("partNumber", 1);
      case "b2_update_file_legal_hold" -> both.put("legalHold", "on");
      case "b2_update_file_retention" ->
          both.put(
              "fileRetention",
              new JsonObject()
                  .put("mode", "governance")
                  .put("retainUntilTimestamp", System.currentTimeMillis() + 100_000_000L));
      default -> throw new AssertionError("What does %s need?".formatted(call));
    };
  }

  private JsonObject named(String name) {
    return new JsonObject().put("bucketId", bucketId).put("fileName", name);
  }
}
