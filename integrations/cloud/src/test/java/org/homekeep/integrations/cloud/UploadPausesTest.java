package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.Test;

/** How long an upload waits before it is tried again (b2-and-cloud.md §B.5). */
class UploadPausesTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final CloudFailure BROKEN = new CloudFailure.Unreachable("the line broke");
  private static final CloudFailure TROUBLE = new CloudFailure.Trouble(500, "no");
  private static final CloudFailure TOO_LATE = new CloudFailure.AddressExpired();

  private static UploadPauses pauses(Duration shortest, Duration longest) {
    return new UploadPauses(
        new Settings(
            NOWHERE, NOWHERE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, shortest, longest, PATIENCE),
        Seed.random("pauses"));
  }

  @Test
  void after_trouble_of_the_service_it_waits_for_minutes() {
    UploadPauses pauses = pauses(SHORTEST, LONGEST);

    for (int i = 0; i < 100; i++) {
      assertThat(pauses.after(TROUBLE)).isBetween(SHORTEST, LONGEST);
    }
  }

  @Test
  void after_a_line_that_broke_it_waits_for_seconds_once() {
    UploadPauses pauses = pauses(SHORTEST, LONGEST);

    assertThat(pauses.after(BROKEN)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
    assertThat(pauses.after(BROKEN)).isBetween(SHORTEST, LONGEST);
  }

  @Test
  void after_an_address_that_had_run_out_it_waits_not_at_all_once() {
    UploadPauses pauses = pauses(SHORTEST, LONGEST);

    assertThat(pauses.after(TOO_LATE)).isZero();
    assertThat(pauses.after(TOO_LATE)).isBetween(SHORTEST, LONGEST);
  }

  @Test
  void pauses_are_within_what_is_set() {
    Duration moment = Duration.ofMillis(1);

    assertThat(pauses(moment, moment).after(BROKEN)).isEqualTo(moment);
    Duration shortest = LONGEST.plusSeconds(1);
    assertThat(pauses(shortest, LONGEST).after(TROUBLE)).isEqualTo(shortest);
  }
}
