package org.homekeep.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.homekeep.api.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of RFC 6238, appendix B, and what apps and people make of codes. */
class TotpTest {
  private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void codes_are_those_of_the_rfc(long second, String code) {
    assertThat(Totp.code(KEY, Totp.stepAt(Instant.ofEpochSecond(second)), 8)).isEqualTo(code);
  }

  @Test
  void blanks_in_a_code_do_no_harm() {
    assertThat(Totp.stepOf(Totp.encode(KEY), "287 082", Instant.ofEpochSecond(59))).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "gezdgnbvgy3tqojq gezdgnbvgy3tqojq"})
  void a_secret_is_read_however_it_was_written(String secret) {
    assertThat(Totp.key(Secret.of(secret))).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "not base32!", "ABC1", "=", "A"})
  void a_secret_that_is_none_has_no_code(String secret) {
    Secret broken = Secret.of(secret);
    String code = Totp.code(new byte[1], 1, Totp.DIGITS);
    assertThat(Totp.stepOf(broken, code, Instant.ofEpochSecond(59))).isEmpty();
  }
}
