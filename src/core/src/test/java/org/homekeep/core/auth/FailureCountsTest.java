package org.homekeep.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** framework.md §14.10: waits that grow, and a memory that does not. */
class FailureCountsTest {
  private Instant now = Instant.parse("2026-08-01T12:00:00Z");
  private final FailureCounts backOff =
      new FailureCounts(new TurnedClock(), 3, Duration.ofSeconds(15));

  @Test
  void some_failures_are_free_and_then_the_wait_doubles_up_to_its_bound() {
    assertThat(IntStream.range(0, 6).mapToObj(i -> fail("a").toSeconds()))
        .containsExactly(0L, 0L, 5L, 10L, 15L, 15L);
  }

  @Test
  void keys_do_not_wait_for_each_other() {
    IntStream.range(0, 5).forEach(i -> fail("a"));
    assertThat(backOff.waiting("b")).isEmpty();
  }

  @Test
  void time_heals() {
    IntStream.range(0, 3).forEach(i -> fail("a"));
    now = now.plus(Duration.ofMinutes(16));
    assertThat(fail("a")).isZero();
  }

  @Test
  void success_heals() {
    IntStream.range(0, 3).forEach(i -> fail("a"));
    backOff.forget("a");
    assertThat(fail("a")).isZero();
  }

  @Test
  void what_is_remembered_is_bounded_and_the_newest_stay() {
    IntStream.range(0, 3).forEach(i -> fail("old"));
    IntStream.range(0, 4095).forEach(i -> fail("key " + i));
    assertThat(backOff.waiting("old")).isPresent();
    fail("one more");
    assertThat(backOff.waiting("old")).isEmpty();
  }

  private Duration fail(String key) {
    backOff.count(key);
    return backOff.waiting(key).orElse(Duration.ZERO);
  }

  private final class TurnedClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
