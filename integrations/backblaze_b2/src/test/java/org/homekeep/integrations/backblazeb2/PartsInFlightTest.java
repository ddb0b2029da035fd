package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Parts are sent at once as far as that pays, and no further. */
class PartsInFlightTest {
  private static final int PART = 16 * 1024 * 1024;

  private int most = 3;
  private final PartsInFlight flight = new PartsInFlight(() -> most, false);
  private long now;

  /** As many parts as are allowed arrive together. */
  private void round(Duration took) {
    flight.begin(now);
    int parts = flight.allowed();
    now += took.toNanos();
    for (int part = 0; part < parts; part++) {
      flight.arrived(PART, now);
    }
  }

  @Test
  void the_first_part_goes_alone() {
    assertThat(flight.allowed()).isEqualTo(1);
  }

  @Test
  void a_fast_line_gets_all_at_once() {
    round(Duration.ofSeconds(1));

    assertThat(flight.allowed()).isEqualTo(3);
  }

  @Test
  void a_line_that_one_part_fills_gets_one_at_a_time() {
    round(Duration.ofSeconds(13));
    assertThat(flight.allowed()).isEqualTo(2);
    round(Duration.ofSeconds(26));

    for (int part = 0; part < 15; part++) {
      round(Duration.ofSeconds(13));
      assertThat(flight.allowed()).isEqualTo(1);
    }
    round(Duration.ofSeconds(13));
    assertThat(flight.allowed()).isEqualTo(2);
  }

  @Test
  void after_an_interruption_eight_parts_go_one_at_a_time() {
    PartsInFlight resumed = new PartsInFlight(() -> most, true);
    resumed.begin(0);
    for (int part = 1; part <= 8; part++) {
      assertThat(resumed.allowed()).isEqualTo(1);
      resumed.arrived(PART, Duration.ofSeconds(13L * part).toNanos());
    }

    assertThat(resumed.allowed()).isEqualTo(2);
  }

  @Test
  void after_an_interruption_a_fast_line_gets_all_at_once_all_the_same() {
    PartsInFlight resumed = new PartsInFlight(() -> most, true);
    resumed.begin(0);
    resumed.arrived(PART, Duration.ofSeconds(1).toNanos());

    assertThat(resumed.allowed()).isEqualTo(3);
  }

  @Test
  void a_long_line_that_each_connection_adds_to_gets_as_many_as_there_may_be() {
    round(Duration.ofSeconds(13));
    round(Duration.ofSeconds(14));
    assertThat(flight.allowed()).isEqualTo(3);
    round(Duration.ofSeconds(15));

    assertThat(flight.allowed()).isEqualTo(3);
  }

  @Test
  void a_third_part_that_brings_nothing_is_left_out() {
    round(Duration.ofSeconds(13));
    round(Duration.ofSeconds(14));
    round(Duration.ofSeconds(21));

    assertThat(flight.allowed()).isEqualTo(2);
  }

  @Test
  void one_at_a_time_stays_one_when_no_more_are_wanted() {
    PartsInFlight single = new PartsInFlight(() -> 1, false);
    single.begin(0);
    single.arrived(PART, Duration.ofSeconds(1).toNanos());

    assertThat(single.allowed()).isEqualTo(1);
  }

  @Test
  void what_may_be_sent_at_once_can_change_at_any_time() {
    round(Duration.ofSeconds(1));

    most = 2;
    assertThat(flight.allowed()).isEqualTo(2);
    most = 3;
    assertThat(flight.allowed()).isEqualTo(3);
  }
}
