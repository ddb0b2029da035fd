package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.homekeep.api.client.ClientRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock of this machine that is not the one of the service. */
class ClocksTest {
  private static final int SIZE = 10;

  /** As the context of the tests begins. */
  private static final Instant NOW = Instant.parse("2026-04-07T03:10:47Z");

  private @TempDir Path directory;

  private static void upload(AgentHome home, String id, String date) throws Exception {
    home.hub.await(
        home.upload(
            AgentHome.backup(id, date, SIZE), () -> new ByteArrayInputStream(new byte[SIZE])));
  }

  @Test
  void a_backup_of_the_future_does_not_keep_later_ones_away() throws Exception {
    try (AgentHome home = AgentHome.in(directory)) {
      upload(home, "aaaa0001", "2099-01-01T05:00:00+00:00");

      upload(home, "aaaa0002", "2025-01-31T12:00:00+00:00");

      assertThat(home.listed()).containsExactly("aaaa0002");
    }
  }

  @Test
  void a_clock_that_was_put_back_does_not_let_an_older_backup_take_the_place_of_a_newer_one()
      throws Exception {
    Instant now = clockOfTheService().instant();
    try (AgentHome home = AgentHome.in(directory)) {
      upload(home, "aaaa0001", now.plus(Duration.ofDays(400)).toString());

      assertThatThrownBy(() -> upload(home, "aaaa0002", now.plus(Duration.ofDays(390)).toString()))
          .hasMessageContaining("newer");

      assertThat(home.listed()).containsExactly("aaaa0001");
    }
  }

  @Test
  void a_clock_that_is_ahead_does_not_renew_the_login_for_each_call() throws Exception {
    try (AgentHome home = new AgentHome(directory, options -> options.clock(clockOfTheService()))) {
      home.hub.advance(Duration.ofHours(2));
      home.listed();
      int before = home.asked("InitiateAuth");

      home.listed();
      home.listed();

      assertThat(home.asked("InitiateAuth")).isEqualTo(before);
    }
  }

  private static Clock clockOfTheService() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  @Test
  void a_login_with_a_wrong_clock_says_so() {
    Instant later = NOW.plus(Duration.ofMinutes(20));

    assertThatThrownBy(
            () ->
                new AgentHome(
                    directory, options -> options.clock(Clock.fixed(later, ZoneOffset.UTC))))
        .isInstanceOfSatisfying(
            ClientRefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo("wrongclock"))
        .hasMessageContaining("clock is wrong");
  }
}
