package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2ForbiddenException;
import com.backblaze.b2.client.structures.B2FileVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One version of one object in the bucket. What a file id stands for never changes.
 *
 * @param sha1 of the content, where B2 checked it or the one who stored it said so
 * @param info of the file info what Homekeep looks at; others may have put much there
 * @param lockedUntil when its retention ends, where it has one and the key may see that
 * @param since when it was stored; of what came in parts, when the first could have
 */
record ObjectRef(
    String name,
    String fileId,
    long size,
    Optional<String> sha1,
    Map<String, String> info,
    Optional<Instant> lockedUntil,
    Instant since) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}");

  ObjectRef {
    info = Map.copyOf(info);
  }

  static ObjectRef of(B2FileVersion version) {
    Map<String, String> info =
        version.getFileInfo() == null ? new HashMap<>() : new HashMap<>(version.getFileInfo());
    info.keySet().removeIf(key -> !Marks.KEYS.contains(key) && !key.equals(Sidecar.ARCHIVE_SHA1));
    return new ObjectRef(
        version.getFileName(),
        version.getFileId(),
        version.getContentLength(),
        sha1(version.getContentSha1()).or(() -> sha1(version.getLargeFileSha1OrNull())),
        info,
        lockedUntil(version),
        Instant.ofEpochMilli(version.getUploadTimestamp()));
  }

  private static Optional<Instant> lockedUntil(B2FileVersion version) {
    try {
      return Optional.ofNullable(version.getFileRetention())
          .flatMap(retention -> Optional.ofNullable(retention.getRetainUntilTimestamp()))
          .map(Instant::ofEpochMilli);
    } catch (B2ForbiddenException unseen) {
      return Optional.empty();
    }
  }

  /** A value that is a SHA-1, and not "none", "unverified:…" or absent. */
  static Optional<String> sha1(@org.jspecify.annotations.Nullable String value) {
    return Optional.ofNullable(value).filter(text -> HEX.matcher(text).matches());
  }
}
