package org.homekeep.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.homekeep.checks.LoggedLines;
import org.homekeep.core.auth.ClientAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of failed logins, however many there are. */
class FailedLoginLogTest {
  private final TurnedClock clock = new TurnedClock();
  private final FailedLoginLog log = new FailedLoginLog(clock);
  private final LoggedLines lines = LoggedLines.of(FailedLoginLog.class);

  @AfterEach
  void stop() {
    lines.close();
  }

  @Test
  void a_thousand_failures_of_one_address_are_a_few_lines_and_one_with_their_number() {
    fail("203.0.113.1", 1000);
    assertThat(of("203.0.113.1")).hasSize(5);
    clock.now = clock.now.plus(Duration.ofMinutes(1));
    fail("203.0.113.1", 1);
    assertThat(lines.lines()).anyMatch(line -> line.contains("count=\"995\""));
    assertThat(of("203.0.113.1")).hasSize(6);
  }

  @Test
  void they_do_not_hide_the_failure_of_another_address() {
    fail("203.0.113.2", 1000);
    fail("203.0.113.3", 1);
    assertThat(of("203.0.113.3")).hasSize(1);
  }

  @Test
  void a_thousand_addresses_are_a_hundred_lines() {
    for (int i = 0; i < 1000; i++) {
      fail("10.77.%d.%d".formatted(i / 200, i % 200), 1);
    }
    assertThat(of("10.77.")).hasSize(100);
  }

  private void fail(String ip, int times) {
    for (int i = 0; i < times; i++) {
      log.tell(new ClientAddress(ip, false), "/setup/x", "test");
    }
  }

  private List<String> of(String ip) {
    return lines.lines().stream().filter(line -> line.contains(ip)).toList();
  }

  /** A clock that a test turns. */
  private static final class TurnedClock extends Clock {
    private Instant now = Instant.parse("2026-08-01T12:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
