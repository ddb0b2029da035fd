package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.OAuthClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** framework.md §2.4, §12.3. */
class OAuthClientTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8123/",
        "http://localhost",
        "http://127.0.0.1:8123/",
        "http://10.0.0.1/",
        "http://169.254.1.1/",
        "http://[fe80::1]/",
        "https://home.example",
        "https://HOME.example/app",
        "http://192.168.1.2/",
        "http://[::1]:8123/",
        "http://homeassistant.local:8123/"
      })
  void an_address_of_a_name_or_of_the_local_network_is_a_client(String id) {
    assertThat(OAuthClient.isValidId(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "home",
        "https:///path",
        "https://home.example:0x1/",
        "ftp://home.example/",
        "https://home.example/../x",
        "https://home.example/./x",
        "https://home.example/#x",
        "https://user:secret@home.example/",
        "https://home.example:70000/",
        "https://203.0.113.7/",
        "https://[2001:db8::1]/",
        "javascript:alert(1)"
      })
  void anything_else_is_none(String id) {
    assertThat(OAuthClient.isValidId(id)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://home:8123/, http://home:8123/callback?x=1, true",
    "http://home:8123, http://home:8123/callback, true",
    "http://localhost:8123/, http://localhost:8123, true",
    "https://HOME.example, https://home.example:443/cb, true",
    "http://localhost:8123/, http://127.0.0.1:8123/, false",
    "http://home:8123/, http://HOME:8123/, true",
    "http://home:8123/, http://home/, false",
    "http://home:8123/, https://home:8123/, false",
    "http://home:8123/, http://evil:8123/, false",
    "http://home:8123/, http://home:8123@evil/, false",
    "http://home:8123/, http://evil\\@home:8123/, false",
    "http://home:8123/, javascript:alert(1), false",
    "https://home-assistant.io/iOS, homeassistant://auth-callback, true",
    "https://home-assistant.io/android, homeassistant://auth-callback, true",
    "https://home-assistant.io/other, homeassistant://auth-callback, false"
  })
  void a_login_ends_where_its_client_lives(String client, String redirect, boolean allowed) {
    assertThat(OAuthClient.mayRedirect(client, redirect)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.1.2.3, true",
    "172.16.0.1, true",
    "172.32.0.1, false",
    "192.168.0.1, true",
    "169.254.0.1, true",
    "100.64.0.1, false",
    "203.0.113.7, false",
    "::1, true",
    "fe80::1, true",
    "fd00::1, true",
    "fc00::1, false",
    "2001:db8::1, false",
    "::ffff:192.168.0.1, true",
    "::ffff:8.8.8.8, false",
    "localhost, false",
    "'', false"
  })
  void local_is_what_the_table_says(String ip, boolean local) {
    assertThat(new ClientAddress(ip, false).isLocal()).isEqualTo(local);
  }

  @Test
  void who_speaks_through_a_proxy_is_not_local() {
    assertThat(new ClientAddress("127.0.0.1", true).isLocal()).isFalse();
  }
}
