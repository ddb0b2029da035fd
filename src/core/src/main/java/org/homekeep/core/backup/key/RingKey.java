package org.homekeep.core.backup.key;

import java.time.Instant;
import java.util.Optional;
import org.homekeep.api.Secret;

/**
 * A key on the ring.
 *
 * @param added when it came onto the ring
 * @param firstUsed when a backup was first made with it; empty for one that was never used here
 * @param replaced when it ceased to be the key of automatic backups
 * @param confirmed when somebody showed that its emergency kit is kept
 */
public record RingKey(
    Secret key,
    KeyFingerprint fingerprint,
    KeyOrigin origin,
    Instant added,
    Optional<Instant> firstUsed,
    Optional<Instant> replaced,
    Optional<Instant> confirmed) {

  static RingKey added(Secret key, KeyFingerprint fingerprint, KeyOrigin origin, Instant now) {
    return new RingKey(
        key, fingerprint, origin, now, Optional.empty(), Optional.empty(), Optional.empty());
  }

  RingKey usedAt(Instant now) {
    return firstUsed.isPresent()
        ? this
        : new RingKey(key, fingerprint, origin, added, Optional.of(now), replaced, confirmed);
  }

  RingKey replacedAt(Optional<Instant> moment) {
    return new RingKey(key, fingerprint, origin, added, firstUsed, moment, confirmed);
  }

  /** Set for automatic backups; a key that the hub made is no longer a mere proposal. */
  RingKey activated() {
    KeyOrigin now = origin == KeyOrigin.MADE ? KeyOrigin.SET : origin;
    return new RingKey(key, fingerprint, now, added, firstUsed, Optional.empty(), confirmed);
  }

  RingKey confirmedAt(Instant now) {
    return new RingKey(key, fingerprint, origin, added, firstUsed, replaced, Optional.of(now));
  }

  RingKey with(KeyFingerprint other) {
    return new RingKey(key, other, origin, added, firstUsed, replaced, confirmed);
  }
}
