package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.homekeep.emulator.server.Json;
import org.homekeep.emulator.server.Segment;

/**
 * A version of a file: bytes that were sent or copied, a hide marker, or a large file that is not
 * finished.
 *
 * @param sha1 40 hex digits, the same behind {@code unverified:}, or {@code none}, which clients
 *     take where null is more than they can bear: for large files, hide markers, and what is not
 *     finished
 * @param md5 32 hex digits, absent for large files
 * @param uploadedAt milliseconds since 1970
 * @param segments the bytes, in order; a large file has one for each part
 * @param retention {@code {mode, retainUntilTimestamp}}, both null for none
 * @param legalHold {@code on}, {@code off} or absent
 */
record FileVersion(
    String id,
    String bucketId,
    String name,
    Action action,
    long size,
    String sha1,
    Optional<String> md5,
    String contentType,
    Map<String, String> info,
    long uploadedAt,
    List<Segment> segments,
    JsonObject encryption,
    JsonObject retention,
    Optional<String> legalHold) {

  static final JsonObject NO_RETENTION =
      new JsonObject().putNull("mode").putNull("retainUntilTimestamp");
  private static final String HIDE_MARKER_TYPE = "application/x-bz-hide-marker";

  /** A mark that hides the files of a name that are older. */
  static FileVersion hideMarker(String bucketId, String name, long at, Instant now) {
    return new FileVersion(
        Ids.file(bucketId, false, now),
        bucketId,
        name,
        Action.HIDE,
        0,
        "none",
        Optional.empty(),
        HIDE_MARKER_TYPE,
        Map.of(),
        at,
        List.of(),
        Bucket.NO_ENCRYPTION,
        NO_RETENTION,
        Optional.empty());
  }

  /** What a version is, as listings say it. */
  enum Action {
    UPLOAD,
    COPY,
    HIDE,
    START;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it has bytes that can be read. */
  boolean isReadable() {
    return action == Action.UPLOAD || action == Action.COPY;
  }

  /** The finished file of an unfinished one. */
  FileVersion finished(List<Segment> parts) {
    return new FileVersion(
        id,
        bucketId,
        name,
        Action.UPLOAD,
        parts.stream().mapToLong(Segment::size).sum(),
        "none",
        Optional.empty(),
        contentType,
        info,
        uploadedAt,
        List.copyOf(parts),
        encryption,
        retention,
        legalHold);
  }

  /** The same version under another lock. */
  FileVersion locked(JsonObject newRetention, Optional<String> newHold) {
    return new FileVersion(
        id,
        bucketId,
        name,
        action,
        size,
        sha1,
        md5,
        contentType,
        info,
        uploadedAt,
        segments,
        encryption,
        newRetention,
        newHold);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("bucketId", bucketId)
        .put("name", name)
        .put("action", action.name())
        .put("size", size)
        .put("sha1", sha1)
        .put("md5", md5.orElse(null))
        .put("contentType", contentType)
        .put("info", Json.object(info))
        .put("uploadedAt", uploadedAt)
        .put("segments", new JsonArray(segments.stream().map(Segment::toJson).toList()))
        .put("encryption", encryption.copy())
        .put("retention", retention.copy())
        .put("legalHold", legalHold.orElse(null));
  }

  static FileVersion fromJson(JsonObject json) {
    return new FileVersion(
        json.getString("id"),
        json.getString("bucketId"),
        json.getString("name"),
        Action.valueOf(json.getString("action")),
        json.getLong("size"),
        json.getString("sha1"),
        Optional.ofNullable(json.getString("md5")),
        json.getString("contentType"),
        Json.textMap(json.getJsonObject("info")),
        json.getLong("uploadedAt"),
        json.getJsonArray("segments").stream()
            .map(segment -> Segment.fromJson((JsonObject) segment))
            .toList(),
        json.getJsonObject("encryption"),
        json.getJsonObject("retention"),
        Optional.ofNullable(json.getString("legalHold")));
  }
}
