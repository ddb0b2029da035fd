package org.homekeep.api.backup;

import java.time.Instant;
import java.util.Optional;

/**
 * The location protects the backup from being deleted, be it by whom it may. The hub leaves it for
 * later and does not take this for an error of the location.
 */
public final class BackupLockedException extends BackupAgentException {
  private final Optional<Instant> until;

  /**
   * A protection.
   *
   * @param until when it ends, where the location says so
   */
  public BackupLockedException(String message, Optional<Instant> until) {
    super(message);
    this.until = until;
  }

  /** When the protection ends; empty when that is not known. */
  public Optional<Instant> until() {
    return until;
  }
}
