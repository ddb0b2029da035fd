package org.homekeep.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HubAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:8123",
    "home.example, http://home.example:8123",
    "0.0.0.0, http://127.0.0.1:8123",
    "::, http://[::1]:8123",
    "::1, http://[::1]:8123",
    "[fd00::2], http://[fd00::2]:8123",
  })
  void the_address_is_one_that_a_browser_can_open(String host, String address) {
    assertThat(HubAddress.of(host, 8123)).hasToString(address);
  }
}
