package org.homekeep.core.backup.manager;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupLockedException;
import org.homekeep.core.backup.agent.CopyId;

/**
 * Copies that their locations protect from being deleted, as far as that was heard of. What is
 * locked is not asked to be deleted again before the lock ends, or every day would have an error.
 * Nothing of it is stored: a hub that was started again asks once. Touched on the hub's context.
 */
final class LockedCopies {
  /** Where a location does not say when its lock ends. */
  private static final Duration LOOK_AGAIN = Duration.ofDays(7);

  private final Clock clock;
  private final Map<CopyId, Instant> locked = new HashMap<>();

  LockedCopies(Clock clock) {
    this.clock = clock;
  }

  /** A location did not delete a copy, because of this. */
  void heard(CopyId copy, BackupLockedException why) {
    Instant now = clock.instant();
    locked.values().removeIf(until -> !until.isAfter(now));
    locked.put(copy, why.until().orElse(now.plus(LOOK_AGAIN)));
  }

  /** Until when a copy need not be asked for; empty when nothing speaks against it. */
  Optional<Instant> until(CopyId copy) {
    return Optional.ofNullable(locked.get(copy)).filter(until -> until.isAfter(clock.instant()));
  }
}
