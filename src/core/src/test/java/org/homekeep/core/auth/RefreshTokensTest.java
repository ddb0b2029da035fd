package org.homekeep.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.fixture.ManualTimers;
import org.junit.jupiter.api.Test;

/** framework.md §2.1: what is not used for 90 days ends, and is swept by a timer. */
class RefreshTokensTest {
  private final ManualTimers timers = new ManualTimers();
  private final List<Integer> saved = new ArrayList<>();
  private Instant now = Instant.parse("2026-08-01T12:00:00Z");

  private final RefreshTokens tokens =
      new RefreshTokens(
          new TurnedClock(),
          timers,
          new SecureRandom(),
          List.of(),
          (all, urgent) -> {
            saved.add(all.size());
            return Future.succeededFuture();
          });

  @Test
  void a_token_that_expired_is_swept_and_its_connections_with_it() {
    RefreshToken token = tokens.create(request(TokenType.NORMAL));
    List<String> ended = new ArrayList<>();
    tokens.onRevoked(token.id(), () -> ended.add(token.id()));
    pass(Duration.ofDays(89));
    assertThat(ended).isEmpty();
    pass(Duration.ofDays(1));
    assertThat(ended).containsExactly(token.id());
    assertThat(tokens.all()).isEmpty();
    assertThat(saved).endsWith(0);
  }

  @Test
  void a_token_that_is_used_lives_on() {
    RefreshToken token = tokens.create(request(TokenType.NORMAL));
    pass(Duration.ofDays(89));
    tokens.used(token.id(), "127.0.0.1");
    pass(Duration.ofDays(89));
    assertThat(tokens.byId(token.id())).isPresent();
  }

  @Test
  void a_token_of_a_script_has_no_end_of_its_own() {
    tokens.create(request(TokenType.LONG_LIVED));
    pass(Duration.ofDays(3650));
    assertThat(tokens.all()).hasSize(1);
  }

  @Test
  void of_too_many_logins_the_one_that_was_silent_longest_ends() {
    RefreshToken first = tokens.create(request(TokenType.NORMAL));
    RefreshToken silent = tokens.create(request(TokenType.NORMAL));
    pass(Duration.ofHours(1));
    tokens.used(first.id(), "127.0.0.1");
    for (int i = 2; i < RefreshTokens.MOST_OF_A_KIND; i++) {
      tokens.create(request(TokenType.NORMAL));
    }
    assertThat(tokens.byId(silent.id())).isPresent();
    tokens.create(request(TokenType.NORMAL));
    assertThat(tokens.byId(silent.id())).isEmpty();
    assertThat(tokens.byId(first.id())).isPresent();
    assertThat(tokens.all()).hasSize(RefreshTokens.MOST_OF_A_KIND);
  }

  private void pass(Duration time) {
    now = now.plus(time);
    timers.advance(Duration.ofHours(1));
  }

  private static RefreshTokens.Request request(TokenType type) {
    return new RefreshTokens.Request(
        "user",
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(30),
        Optional.empty());
  }

  private final class TurnedClock extends Clock {
    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
