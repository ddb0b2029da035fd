package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2AccountAuthorization;
import com.backblaze.b2.client.structures.B2Bucket;
import com.backblaze.b2.client.structures.B2CorsRule;
import com.backblaze.b2.client.structures.B2LifecycleRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.homekeep.api.Redaction;
import org.homekeep.api.Secret;
import org.homekeep.api.entry.ConfigEntry;
import org.jspecify.annotations.Nullable;

/**
 * What the diagnostics download shows (b2-and-cloud.md §A.8): what B2 said last, without asking it
 * again. The account's id is the id of its master key and stays out, too.
 */
final class Diagnostics {
  private Diagnostics() {}

  static JsonObject of(ConfigEntry entry, Optional<Access> access) {
    return new JsonObject()
        .put("entry_data", Redaction.of(entry.data()))
        .put("entry_options", Redaction.of(entry.options()))
        .put(
            "bucket_info",
            access
                .map(found -> bucket(found.bucket()))
                .orElseGet(() -> new JsonObject().put("name", "unknown").put("id", "unknown")))
        .put(
            "account_info",
            access
                .map(found -> account(found.authorization()))
                .orElseGet(
                    () ->
                        new JsonObject()
                            .put("error", "Failed to retrieve detailed account information")));
  }

  private static JsonObject bucket(B2Bucket bucket) {
    JsonArray cors = new JsonArray();
    for (B2CorsRule rule : orEmpty(bucket.getCorsRules())) {
      cors.add(
          new JsonObject()
              .put("corsRuleName", rule.getCorsRuleName())
              .put("allowedOrigins", array(rule.getAllowedOrigins()))
              .put("allowedOperations", array(rule.getAllowedOperations()))
              .put("allowedHeaders", array(rule.getAllowedHeaders()))
              .put("exposeHeaders", array(rule.getExposeHeaders()))
              .put("maxAgeSeconds", rule.getMaxAgeSeconds()));
    }
    JsonArray lifecycle = new JsonArray();
    for (B2LifecycleRule rule : orEmpty(bucket.getLifecycleRules())) {
      lifecycle.add(
          new JsonObject()
              .put("fileNamePrefix", rule.getFileNamePrefix())
              .put("daysFromHidingToDeleting", rule.getDaysFromHidingToDeleting())
              .put("daysFromUploadingToHiding", rule.getDaysFromUploadingToHiding())
              .put(
                  "daysFromStartingToCancelingUnfinishedLargeFiles",
                  rule.getDaysFromStartingToCancelingUnfinishedLargeFiles()));
    }
    return new JsonObject()
        .put("name", bucket.getBucketName())
        .put("id", bucket.getBucketId())
        .put("type", bucket.getBucketType())
        .put("cors_rules", cors)
        .put("lifecycle_rules", lifecycle)
        .put("object_lock", lock(BucketLock.of(bucket)))
        .put("revision", bucket.getRevision());
  }

  private static JsonObject lock(BucketLock lock) {
    return new JsonObject()
        .put("enabled", lock.enabled().orElse(null))
        .put(
            "default_retention",
            lock.byDefault()
                .map(each -> new JsonObject().put("mode", each.mode()).put("days", each.days()))
                .orElse(null));
  }

  private static JsonObject account(Authorization authorization) {
    B2AccountAuthorization account = authorization.forSdk();
    return new JsonObject()
        .put("account_id", Secret.REDACTED)
        .put("api_url", account.getApiUrl())
        .put("download_url", account.getDownloadUrl())
        .put("minimum_part_size", account.getAbsoluteMinimumPartSize())
        .put("allowed", allowed(authorization.allowed()));
  }

  private static JsonObject allowed(Authorization.Allowed allowed) {
    Object hidden = allowed.buckets().isPresent() ? Secret.REDACTED : null;
    JsonObject json =
        new JsonObject()
            .put("capabilities", array(new TreeSet<>(allowed.capabilities())))
            .put("bucketId", hidden)
            .put("bucketName", hidden)
            .put("namePrefix", allowed.namePrefix().isPresent() ? Secret.REDACTED : null);
    JsonArray buckets = new JsonArray();
    allowed
        .buckets()
        .ifPresent(
            list ->
                list.forEach(
                    each ->
                        buckets.add(
                            new JsonObject()
                                .put("id", Secret.REDACTED)
                                .put("name", each.name().isPresent() ? Secret.REDACTED : null))));
    return json.put("buckets", allowed.buckets().isPresent() ? buckets : null);
  }

  private static JsonArray array(@Nullable Collection<String> values) {
    return new JsonArray(new ArrayList<>(orEmpty(values)));
  }

  private static <T> Collection<T> orEmpty(@Nullable Collection<T> values) {
    return values == null ? List.of() : values;
  }
}
