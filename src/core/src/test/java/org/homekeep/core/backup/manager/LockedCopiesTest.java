package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.BackupLockedException;
import org.homekeep.checks.LoggedLines;
import org.junit.jupiter.api.Test;

/** Retention at a location that locks copies for a time. */
class LockedCopiesTest extends KeepingHubTest {
  private static final String PROTECTED = "It is protected.";

  private static BackupLockedException locked(Optional<Instant> until) {
    return new BackupLockedException(PROTECTED, until);
  }

  private static long attempts(List<String> audit) {
    return audit.stream().filter(line -> line.startsWith("deleting test.two")).count();
  }

  /**
   * A location that protects what it has, as an object lock does, is not asked in vain each day.
   */
  @Test
  void a_copy_that_is_locked_is_left_until_the_lock_ends() throws Exception {
    String first = home.automatic();
    Instant until = home.hub.clock().instant().plus(Duration.ofDays(10));
    home.two.failDeletionsWith(locked(Optional.of(until)));
    home.update("{'retention':{'copies':1}}");
    String second = home.automatic();
    String third = home.automatic();

    assertThat(home.one.ids()).containsExactly(third);
    assertThat(home.two.ids()).containsExactly(first, second, third);
    assertThat(attempts(home.audit(first))).isEqualTo(1);
    assertThat(home.preview("test.two", "{}"))
        .containsEntry(first, "keep locked")
        .containsEntry(second, "keep locked");

    home.two.recover();
    home.advance(Duration.ofDays(11));
    home.automatic();
    assertThat(home.two.deletedIds()).containsExactly(first, second, third);
  }

  @Test
  void a_copy_that_is_locked_nobody_knows_how_long_is_looked_at_each_week() throws Exception {
    String first = home.automatic();
    home.two.failDeletionsWith(locked(Optional.empty()));
    home.update("{'retention':{'copies':1}}");
    home.automatic();
    home.advance(Duration.ofDays(6));
    home.automatic();
    assertThat(attempts(home.audit(first))).isEqualTo(1);

    home.advance(Duration.ofDays(1));
    home.automatic();

    assertThat(attempts(home.audit(first))).isEqualTo(2);
  }

  @Test
  void that_a_copy_is_locked_is_no_error_in_the_log() throws Exception {
    home.automatic();
    home.two.failDeletionsWith(locked(Optional.empty()));
    home.update("{'retention':{'copies':1}}");

    // Other tests at the same time log errors of deletions, and have backups of the same id.
    try (LoggedLines log = LoggedLines.of(Pruner.class)) {
      home.automatic();
      assertThat(log.lines())
          .noneMatch(line -> line.contains("Error deleting") && line.contains(PROTECTED));
    }
  }
}
