package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.homekeep.emulator.server.Json;

/**
 * An application key.
 *
 * @param bucketIds the buckets it is restricted to; empty for all
 * @param multiBucket whether it was made as version 4 makes them, so that versions 1–3 refuse it
 */
record Key(
    String id,
    String secret,
    String name,
    List<String> capabilities,
    List<String> bucketIds,
    boolean multiBucket,
    Optional<String> namePrefix,
    Optional<Instant> expiresAt) {

  boolean isExpired(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }

  boolean matches(String candidate) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  boolean isRestrictedToBuckets() {
    return !bucketIds.isEmpty();
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("secret", secret)
        .put("name", name)
        .put("capabilities", new JsonArray(capabilities))
        .put("bucketIds", new JsonArray(bucketIds))
        .put("multiBucket", multiBucket)
        .put("namePrefix", namePrefix.orElse(null))
        .put("expiresAt", expiresAt.map(Instant::toEpochMilli).orElse(null));
  }

  static Key fromJson(JsonObject json) {
    return new Key(
        json.getString("id"),
        json.getString("secret"),
        json.getString("name"),
        Json.texts(json.getJsonArray("capabilities")),
        Json.texts(json.getJsonArray("bucketIds")),
        json.getBoolean("multiBucket"),
        Optional.ofNullable(json.getString("namePrefix")),
        Optional.ofNullable(json.getLong("expiresAt")).map(Instant::ofEpochMilli));
  }

  @Override
  public String toString() {
    return "Key[" + id + "]";
  }
}
