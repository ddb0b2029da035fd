package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2ForbiddenException;
import com.backblaze.b2.client.structures.B2Bucket;
import com.backblaze.b2.client.structures.B2BucketDefaultRetentionPeriod;
import com.backblaze.b2.client.structures.B2BucketFileLockConfiguration;
import java.util.Optional;

/**
 * Whether a bucket can protect what it holds, and what it does by itself.
 *
 * @param enabled empty when the key may not see it
 * @param byDefault what every new file gets
 */
record BucketLock(Optional<Boolean> enabled, Optional<Retention> byDefault) {
  private static final BucketLock UNKNOWN = new BucketLock(Optional.empty(), Optional.empty());

  static BucketLock of(B2Bucket bucket) {
    try {
      B2BucketFileLockConfiguration lock = bucket.getFileLockConfiguration();
      return lock == null
          ? UNKNOWN
          : new BucketLock(Optional.of(lock.isFileLockEnabled()), retention(lock));
    } catch (B2ForbiddenException unseen) {
      return UNKNOWN;
    }
  }

  private static Optional<Retention> retention(B2BucketFileLockConfiguration lock) {
    Optional<B2BucketDefaultRetentionPeriod> period =
        Optional.ofNullable(lock.getDefaultRetention()).map(found -> found.getPeriod());
    return Optional.ofNullable(lock.getDefaultRetentionMode())
        .flatMap(
            mode ->
                period.map(
                    found ->
                        Retention.of(
                            mode,
                            found.getDuration() * ("years".equals(found.getUnit()) ? 365 : 1))));
  }

  /** For people, in B2's own words. */
  String text() {
    return enabled
        .map(
            on ->
                on
                    ? "on"
                        + byDefault
                            .map(each -> " (" + each.mode() + ", " + each.days() + " days)")
                            .orElse("")
                    : "off")
        .orElse("?");
  }
}
