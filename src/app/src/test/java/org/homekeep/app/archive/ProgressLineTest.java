package org.homekeep.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void half_way_it_shows_rate_and_time_left() {
    ProgressLine line =
        new ProgressLine("Verifying", 500_000_000, 1_000_000_000, Duration.ofSeconds(5));

    assertThat(line.text())
        .isEqualTo("Verifying  [############------------]  50 %  100 MB/s  0:05 left");
  }

  @Test
  void without_a_total_it_shows_what_is_done() {
    ProgressLine line = new ProgressLine("Listing", 5_000_000, 0, Duration.ofSeconds(1));

    assertThat(line.text()).isEqualTo("Listing  5.0 MB  5.0 MB/s");
  }

  @Test
  void a_long_time_is_in_hours() {
    ProgressLine line = new ProgressLine("Packing", 1_000, 8_000_000, Duration.ofSeconds(1));

    assertThat(line.text()).endsWith("2:13 h left");
  }

  @Test
  void a_rate_of_the_first_moment_is_not_shown() {
    ProgressLine line = new ProgressLine("Packing", 1_000, 2_000, Duration.ofMillis(100));

    assertThat(line.text()).isEqualTo("Packing  [############------------]  50 %");
  }

  @Test
  void a_narrow_terminal_cuts_the_line_off_instead_of_going_on_in_the_next() {
    ProgressLine line = new ProgressLine("Packing", 1_000, 2_000, Duration.ofMillis(100));

    assertThat(line.drawn()).isEqualTo("\r\u001b[K\u001b[?7l" + line.text() + "\u001b[?7h");
  }
}
