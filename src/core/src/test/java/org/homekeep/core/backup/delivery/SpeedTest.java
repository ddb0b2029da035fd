package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.homekeep.core.backup.testing.TestClock;
import org.junit.jupiter.api.Test;

/** How fast bytes arrive, and what that says of the time left. */
class SpeedTest {
  private static final long MEGABYTE = 1_000_000;

  private final TestClock clock =
      new TestClock(Instant.parse("2026-04-07T05:00:00Z"), ZoneOffset.UTC);
  private final Speed speed = new Speed(clock);
  private long bytes;

  /** So much time, in which so much arrives every second. */
  private void pass(int seconds, long bytesPerSecond) {
    for (int second = 0; second < seconds; second++) {
      clock.advance(Duration.ofSeconds(1));
      if (bytesPerSecond > 0) {
        bytes += bytesPerSecond;
        speed.arrived(bytes);
      }
    }
  }

  private double megabytesPerSecond() {
    return (double) speed.bytesPerSecond(bytes).orElseThrow() / MEGABYTE;
  }

  @Test
  void too_little_time_says_nothing() {
    speed.arrived(MEGABYTE);
    clock.advance(Duration.ofMillis(999));

    assertThat(speed.bytesPerSecond(MEGABYTE)).isEmpty();
  }

  @Test
  void a_steady_line_has_its_speed() {
    pass(5, MEGABYTE);
    assertThat(megabytesPerSecond()).isEqualTo(1);

    pass(500, MEGABYTE);
    assertThat(megabytesPerSecond()).isEqualTo(1);
  }

  @Test
  void a_thousand_words_a_second_say_no_more_than_one() {
    for (int i = 0; i < 120_000; i++) {
      clock.advance(Duration.ofMillis(1));
      bytes += 1_000;
      speed.arrived(bytes);
    }

    assertThat(megabytesPerSecond()).isEqualTo(1);
    assertThat(speed.marks()).isLessThan(100);
  }

  @Test
  void time_before_the_first_byte_does_not_count() {
    speed.arrived(0);
    pass(20, 0);
    speed.arrived(0);

    pass(5, MEGABYTE);

    assertThat(megabytesPerSecond()).isEqualTo(1);
  }

  @Test
  void what_is_found_a_moment_before_it_is_told_does_not_make_it_fast() {
    speed.arrived(-100 * MEGABYTE);

    pass(5, MEGABYTE);

    assertThat(megabytesPerSecond()).isEqualTo(1);
  }

  @Test
  void arrival_in_large_steps_is_evened_out() {
    for (int part = 0; part < 20; part++) {
      pass(11, 0);
      pass(1, 12 * MEGABYTE);
      if (part > 5) {
        assertThat(megabytesPerSecond()).isBetween(0.9, 1.2);
      }
    }
  }

  @Test
  void another_speed_is_known_after_a_minute() {
    pass(500, MEGABYTE);

    pass(61, 3 * MEGABYTE);

    assertThat(megabytesPerSecond()).isEqualTo(3);
  }

  @Test
  void a_line_that_stands_still_gets_slower_and_slower() {
    pass(60, MEGABYTE);
    pass(60, 0);
    assertThat(megabytesPerSecond()).isLessThan(0.6);
    pass(540, 0);

    assertThat(megabytesPerSecond()).isLessThan(0.1);
  }

  @Test
  void the_time_left_is_rounded_up_and_unknown_when_nothing_moves() {
    assertThat(new TransferProgress(90, 100, OptionalLong.of(3)).secondsLeft()).hasValue(4);
    assertThat(new TransferProgress(90, 100, OptionalLong.of(0)).secondsLeft()).isEmpty();
    assertThat(new TransferProgress(90, 100, OptionalLong.empty()).secondsLeft()).isEmpty();
  }
}
