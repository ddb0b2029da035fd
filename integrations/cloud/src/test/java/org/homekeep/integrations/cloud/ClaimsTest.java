package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.homekeep.api.Secret;
import org.junit.jupiter.api.Test;

/** How long a token is good, whatever it says of itself. */
class ClaimsTest {
  private static final long NOW = 1_775_531_447L;

  private static Duration lifetime(JsonObject said) {
    String body =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(said.encode().getBytes(StandardCharsets.UTF_8));
    return Claims.read(Secret.of("e30." + body + ".c2ln")).orElseThrow().lifetime();
  }

  private static JsonObject from(long given, long expires) {
    return new JsonObject().put("iat", given).put("exp", expires);
  }

  @Test
  void a_token_is_good_from_when_it_was_given_until_it_expires() {
    assertThat(lifetime(from(NOW, NOW + 3_600))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_token_that_does_not_say_when_it_was_given_is_good_for_half_an_hour() {
    assertThat(lifetime(new JsonObject().put("exp", NOW))).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void a_token_that_ends_before_it_begins_is_good_for_half_an_hour() {
    assertThat(lifetime(from(NOW, NOW - 1))).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void no_token_is_good_for_more_than_a_day() {
    assertThat(lifetime(from(NOW, Instant.MAX.getEpochSecond()))).isEqualTo(Duration.ofDays(1));
    assertThat(lifetime(from(Instant.MIN.getEpochSecond(), NOW))).isEqualTo(Duration.ofDays(1));
  }
}
