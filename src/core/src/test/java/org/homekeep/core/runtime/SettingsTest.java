package org.homekeep.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.homekeep.api.Tunable;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Tunable<Duration> TTL =
      Tunable.duration("list_cache_ttl", Duration.ofMinutes(5), "How long a list is kept.");
  private static final Tunable<Integer> VERSION =
      Tunable.integer("securetar_version", 2, 2, 3, "The format that is written.");
  private static final Tunable<URI> SERVICE =
      Tunable.address("service_url", URI.create("https://example.org"), "SERVICE_URL", "Where.");
  private static final Map<String, List<Tunable<?>>> KNOWN =
      Map.of("b2", List.of(TTL, SERVICE), "backup", List.of(VERSION));

  @Test
  void what_is_not_given_has_its_fallback() throws Exception {
    Settings settings = Settings.resolve(KNOWN, Map.of(), Map.of());

    assertThat(settings.get(TTL)).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.get(VERSION)).isEqualTo(2);
  }

  @Test
  void what_is_given_wins_over_the_environment() throws Exception {
    Map<String, String> environment = Map.of("SERVICE_URL", "http://127.0.0.1:1");

    assertThat(Settings.resolve(KNOWN, Map.of(), environment).get(SERVICE))
        .isEqualTo(URI.create("http://127.0.0.1:1"));
    assertThat(
            Settings.resolve(KNOWN, Map.of("b2.service_url", "http://127.0.0.1:2"), environment)
                .get(SERVICE))
        .isEqualTo(URI.create("http://127.0.0.1:2"));
  }

  @Test
  void an_unknown_key_is_an_error_that_lists_the_known_ones() {
    assertThatThrownBy(() -> Settings.resolve(KNOWN, Map.of("b2.nope", "1"), Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "There is no setting 'b2.nope'. Known settings: b2.list_cache_ttl, b2.service_url, backup.securetar_version.");
  }

  @Test
  void every_bad_value_is_named_at_once() {
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    KNOWN,
                    Map.of("b2.list_cache_ttl", "5m", "backup.securetar_version", "4"),
                    Map.of("SERVICE_URL", "file:///etc")))
        .hasMessageContaining("b2.list_cache_ttl must be a duration such as PT30S, not '5m'.")
        .hasMessageContaining(
            "backup.securetar_version must be a whole number from 2 to 3, not '4'.")
        .hasMessageContaining("SERVICE_URL must be an address");
  }
}
