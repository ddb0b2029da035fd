package org.homekeep.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {

  @ParameterizedTest
  @CsvSource({
    "a\u001b[31mb, a\\u{1b}[31mb",
    "'two\nlines\r', two\\u{a}lines\\u{d}",
    "a\u0000b, a\\u{0}b",
    "a\u009bb, a\\u{9b}b",
    "gpj.\u202etxt, gpj.\\u{202e}txt",
    "\u2066a\u2069\u200f, \\u{2066}a\\u{2069}\\u{200f}",
    "a\u2028b, a\\u{2028}b",
    "a\ufeffb, a\\u{feff}b",
    "a\ud800b, a\\u{d800}b"
  })
  void what_is_not_seen_is_shown_by_its_number(String text, String shown) {
    assertThat(ShownText.of(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "C:\\backup",
        "Grüße, 家, дом, بيت, क्‍ष, می‌خواهم",
        "👨‍👩‍👧 \ud83e\udee0",
        "a\\u{1b}[31mb"
      })
  void what_is_seen_stays(String text) {
    assertThat(ShownText.of(text)).isSameAs(text);
  }

  @Test
  void of_what_is_too_long_both_ends_are_shown_and_no_half_characters() {
    assertThat(ShownText.of("abcdefghij", 10)).isEqualTo("abcdefghij");
    assertThat(ShownText.of("abcdefghijk", 10)).isEqualTo("abcd…hijk");
    assertThat(ShownText.of("abc👧ghi👧k", 10)).isEqualTo("abc…i👧k");
    assertThat(ShownText.of("a\u001bbcd", 9)).isEqualTo("a…bcd");
    assertThat(ShownText.of("\u001b".repeat(1_000_000)))
        .hasSizeLessThanOrEqualTo(ShownText.LONGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aaaaaaaaaaaa", "aaaaaaa\u001bb", "\u001b\u001b\u001b\u001b", "aaaaaaaaa👧"})
  void what_is_shown_again_stays(String text) {
    String once = ShownText.of(text, 10);

    assertThat(ShownText.of(once, 10)).isEqualTo(once);
  }

  @Test
  void a_stack_trace_keeps_its_lines_and_a_message_has_one() {
    String trace =
        "java.io.IOException: a\n2026-11-22 ERROR Hub: fake\u001b[2J\n\tat a.b(C.java:1)\nCaused by: x: y\n\t... 3 more\n";

    assertThat(ShownText.ofTrace(trace).lines())
        .containsExactly(
            "java.io.IOException: a\\u{a}2026-11-22 ERROR Hub: fake\\u{1b}[2J",
            "\tat a.b(C.java:1)",
            "Caused by: x: y",
            "\t... 3 more");
  }
}
