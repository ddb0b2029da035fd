package org.homekeep.api.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupFileNameTest {
  private static final String DATE = "2025-01-30T13:42:12.345678-05:00";

  @Test
  void the_name_and_the_time_in_its_own_offset_make_the_file_name() {
    assertThat(BackupFileName.of(backup("test", DATE)))
        .isEqualTo("test_2025-01-30_13.42_12345678.tar");
  }

  @Test
  void a_date_without_fraction_has_six_zeros() {
    assertThat(BackupFileName.of(backup("test", "2025-01-30T13:42:12+00:00")))
        .isEqualTo("test_2025-01-30_13.42_12000000.tar");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "Automatic backup 2026.4.1, Automatic_backup_2026.4.1",
        "\"  two   spaces \", two_spaces",
        "a/b\\c, a_b_c",
        "../../etc/passwd, _._.._etc_passwd",
        ".hidden, _hidden",
        "größe 家, größe_家",
        "\"a\tb\", a_b"
      })
  void what_is_no_file_name_is_replaced(String name, String expected) {
    assertThat(BackupFileName.of(backup(name, DATE)))
        .isEqualTo(expected + "_2025-01-30_13.42_12345678.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\u007fb", "a\u001bb", "a\ud800b"})
  void control_characters_and_broken_characters_are_replaced(String name) {
    assertThat(BackupFileName.of(backup(name, DATE))).startsWith("a_b_2025");
  }

  @Test
  void a_name_of_blanks_leaves_the_time() {
    assertThat(BackupFileName.of(backup(" \u00a0 ", DATE)))
        .isEqualTo("2025-01-30_13.42_12345678.tar");
  }

  @Test
  void a_long_name_is_cut_between_characters() {
    String name = BackupFileName.of(backup("家".repeat(300), DATE));

    assertThat(name).endsWith("家_2025-01-30_13.42_12345678.tar");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(200, 230);
  }

  @Test
  void a_date_of_another_shape_is_used_as_it_is_but_made_safe() {
    assertThat(BackupFileName.of(backup("test", "30/01/2025 13:42")))
        .isEqualTo("test_30_01_2025_13:42.tar");
  }

  private static AgentBackup backup(String name, String date) {
    return new AgentBackup(
        "abcd1234",
        name,
        date,
        List.of(),
        List.of(),
        false,
        true,
        Optional.of("2026.8.1"),
        Map.of(),
        true,
        1);
  }
}
