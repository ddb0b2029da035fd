package org.homekeep.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, '0'",
    "7, '7'",
    "999, '999'",
    "1000, '1,000'",
    "-999, '-999'",
    "-1000, '-1,000'",
    "999999, '999,999'",
    "1000000, '1,000,000'",
    "8589934597, '8,589,934,597'",
    "9223372036854775807, '9,223,372,036,854,775,807'",
    "-9223372036854775808, '-9,223,372,036,854,775,808'",
  })
  void thousands_are_apart(long number, String text) {
    assertThat(Sizes.exact(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "99949, 99.9 kB",
    "99950, 100 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
  })
  void a_size_has_three_digits_and_a_unit(long bytes, String text) {
    assertThat(Sizes.of(bytes)).isEqualTo(text);
  }
}
