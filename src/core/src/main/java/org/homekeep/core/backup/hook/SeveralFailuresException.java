package org.homekeep.core.backup.hook;

import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.evidence.ForPeople;

/** A backup could not be made, and what was to be done after it failed as well (backup.md §1.5). */
public final class SeveralFailuresException extends Exception implements ForPeople {
  private final Throwable first;

  SeveralFailuresException(Throwable first, Throwable second) {
    super(
        "Multiple errors when creating backup: %s, %s"
            .formatted(Evidence.words(first), Evidence.words(second)),
        first);
    this.first = first;
    addSuppressed(second);
  }

  /** What failed first. */
  public Throwable first() {
    return first;
  }
}
