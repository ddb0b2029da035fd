package org.homekeep.core.backup.simulation;

import java.util.List;
import java.util.Optional;

/** Fails when something is not as it must be, and knows it from then on. */
final class Requirements {
  private Optional<AssertionError> broken = Optional.empty();

  /**
   * Fails unless a condition is met.
   *
   * @param otherwise what is wrong if not
   * @param about what it is wrong with
   */
  void require(boolean condition, String otherwise, Object... about) {
    if (!condition) {
      AssertionError failure = new AssertionError(otherwise + ": " + List.of(about));
      // Whoever is on the way up may catch it.
      broken = broken.or(() -> Optional.of(failure));
      throw failure;
    }
  }

  /** Fails if anything was wrong before. */
  void requireUnbroken() {
    broken.ifPresent(
        failure -> {
          throw failure;
        });
  }
}
