package org.homekeep.core.backup.retention;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A copy of a backup at a location that was listed.
 *
 * @param date when the backup was made; empty when what the location says is no date
 * @param verified whether the copy was found to be what was sent, and is listed with that size
 * @param content what the backup holds, as its location says
 */
public record HeldCopy(
    String agentId,
    String backupId,
    Optional<Instant> date,
    Origin origin,
    boolean pinned,
    boolean verified,
    Content content) {
  static final Comparator<HeldCopy> OLDEST_FIRST =
      Comparator.comparing((HeldCopy copy) -> copy.date().orElse(Instant.MAX))
          .thenComparing(HeldCopy::backupId)
          .thenComparing(HeldCopy::agentId);

  /** Whether a copy of this kind can say that older ones are no longer needed. */
  boolean isBelieved(Instant now) {
    return origin == Origin.AUTOMATIC && date.isPresent() && !isOfFuture(now);
  }

  /** A clock was wrong when it was made, or is wrong now. */
  boolean isOfFuture(Instant now) {
    return date.filter(made -> made.isAfter(now)).isPresent();
  }
}
