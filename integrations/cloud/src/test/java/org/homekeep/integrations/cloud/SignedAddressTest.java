package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses that whoever has them may use (b2-and-cloud.md §B.4). */
class SignedAddressTest {

  @Test
  void nothing_of_a_signed_address_is_quoted() {
    SignedAddress address =
        new SignedAddress(
            URI.create("https://store.example.org/u-1/backup/h%201.tar?X-Amz-Credential=a%2Fb&x=1"),
            Map.of());

    assertThat(
            address.cutFrom(
                "No /u-1/backup/h%201.tar, no /u-1/backup/h 1.tar?X-Amz-Credential=a%2Fb&x=1, no"
                    + " X-Amz-Signature=abc here."))
        .doesNotContain("u-1")
        .doesNotContain("a%2Fb")
        .doesNotContain("abc")
        .startsWith("No …, no …")
        .endsWith(" here.");
    assertThat(address.toString()).isEqualTo("SignedAddress[store.example.org]");
  }

  @Test
  void each_value_of_its_query_is_a_secret_however_it_is_quoted() {
    SignedAddress address =
        new SignedAddress(
            URI.create("https://store.example.org/u-1/backup/x.tar?sig=SECRET&exp=1"), Map.of());

    assertThat(address.cutFrom("Bad request /x?sig=SECRET&amp;exp=1")).doesNotContain("SECRET");
    assertThat(address.cutFrom("{\"uri\":\"?sig=SECRET\\u0026exp=1\"}")).doesNotContain("SECRET");
  }
}
