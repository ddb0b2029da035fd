package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.homekeep.emulator.server.Json;
import org.jspecify.annotations.Nullable;

/** How buckets, files, parts and keys look in answers (b2-and-cloud.md §C.2). */
final class Shapes {
  private Shapes() {}

  static JsonObject bucket(String accountId, Bucket bucket, Grant grant) {
    return new JsonObject()
        .put("accountId", accountId)
        .put("bucketId", bucket.id())
        .put("bucketName", bucket.name())
        .put("bucketType", bucket.type())
        .put("bucketInfo", bucket.info().copy())
        .put("corsRules", bucket.corsRules().copy())
        .put("lifecycleRules", bucket.lifecycleRules().copy())
        .put("options", new JsonArray().add("s3"))
        .put("revision", bucket.revision())
        .put(
            "fileLockConfiguration",
            guarded(
                grant.can("readBucketRetentions"),
                new JsonObject()
                    .put("isFileLockEnabled", bucket.fileLock())
                    .put("defaultRetention", bucket.retention().copy())))
        .put(
            "defaultServerSideEncryption",
            guarded(grant.can("readBucketEncryption"), bucket.encryption().copy()))
        .put(
            "replicationConfiguration",
            guarded(
                grant.can("readBucketReplications"),
                new JsonObject()
                    .putNull("asReplicationSource")
                    .putNull("asReplicationDestination")));
  }

  static JsonObject file(String accountId, FileVersion version, Grant grant) {
    return new JsonObject()
        .put("accountId", accountId)
        .put("action", version.action().text())
        .put("bucketId", version.bucketId())
        .put("contentLength", version.size())
        .put("contentMd5", version.md5().orElse(null))
        .put("contentSha1", version.sha1())
        .put("contentType", version.contentType())
        .put("fileId", version.id())
        .put("fileInfo", Json.object(version.info()))
        .put("fileName", version.name())
        .put("fileRetention", guarded(grant.can("readFileRetentions"), version.retention().copy()))
        .put(
            "legalHold", guarded(grant.can("readFileLegalHolds"), version.legalHold().orElse(null)))
        .putNull("replicationStatus")
        .put("serverSideEncryption", version.encryption().copy())
        .put("size", version.size())
        .put("uploadTimestamp", version.uploadedAt());
  }

  static JsonObject folder(String accountId, String bucketId, String name) {
    return new JsonObject()
        .put("accountId", accountId)
        .put("action", "folder")
        .put("bucketId", bucketId)
        .put("contentLength", 0)
        .putNull("contentMd5")
        .putNull("contentSha1")
        .putNull("contentType")
        .putNull("fileId")
        .put("fileInfo", new JsonObject())
        .put("fileName", name)
        .put("size", 0)
        .put("uploadTimestamp", 0);
  }

  static JsonObject part(FileVersion large, Part part) {
    return new JsonObject()
        .put("fileId", large.id())
        .put("partNumber", part.number())
        .put("contentLength", part.segment().size())
        .put("contentSha1", part.sha1())
        .put("contentMd5", part.md5())
        .put("serverSideEncryption", large.encryption().copy())
        .put("uploadTimestamp", part.uploadedAt());
  }

  static JsonObject key(String accountId, Key key, int version) {
    JsonObject json =
        new JsonObject()
            .put("accountId", accountId)
            .put("applicationKeyId", key.id())
            .put("keyName", key.name())
            .put("capabilities", new JsonArray(key.capabilities()))
            .put("namePrefix", key.namePrefix().orElse(null))
            .put("expirationTimestamp", key.expiresAt().map(Instant::toEpochMilli).orElse(null))
            .put("options", new JsonArray().add("s3"));
    if (version >= 4) {
      return json.put(
          "bucketIds", key.isRestrictedToBuckets() ? new JsonArray(key.bucketIds()) : null);
    }
    return json.put("bucketId", key.bucketIds().stream().findFirst().orElse(null));
  }

  /** A value that only some keys may see; it must be null for the others. */
  private static JsonObject guarded(boolean readable, @Nullable Object value) {
    return new JsonObject()
        .put("isClientAuthorizedToRead", readable)
        .put("value", readable ? value : null);
  }
}
