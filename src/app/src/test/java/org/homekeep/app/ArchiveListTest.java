package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveListTest {
  private static final Path VECTOR = Archives.vector(Archives.V2);

  @Test
  void every_member_has_a_line() {
    Typed typed = archive("list", VECTOR);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out().lines()).hasSize(44);
    assertThat(typed.out()).contains("-rw-r--r--        49,152", "link.yaml -> configuration.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "*.yaml, 4",
    "homeassistant/data/*.yaml, 4",
    "homeassistant/data/.storage, 3",
    "homeassistant/data/.storage/, 3",
    "homeassistant/**/auth, 1",
    "b1?.bin, 3",
    "homeassistant, 44",
  })
  void patterns_choose(String pattern, long lines) {
    Typed typed = archive("list", VECTOR, pattern);

    assertThat(typed.out().lines().count()).as(typed.out()).isEqualTo(lines);
  }

  @Test
  void a_pattern_that_fits_nothing_is_an_error() {
    Typed typed = archive("list", VECTOR, "*.yaml", "nope.txt");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("Nothing in the archive fits 'nope.txt'");
    assertThat(typed.out()).contains("configuration.yaml");
  }

  @Test
  void json_has_one_object_a_line() {
    Typed typed = archive("list", VECTOR, "--json", "secrets.yaml");

    assertThat(typed.out())
        .startsWith("{\"part\":\"homeassistant\",\"path\":\"homeassistant/data/secrets.yaml\"")
        .contains("\"type\":\"file\"", "\"mode\":", "\"modified\":\"2025-10-09T")
        .endsWith("}\n");
  }

  @Test
  void names_cannot_move_the_cursor(@TempDir Path directory) throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.createFile(data.resolve("evil\u001b[2J\u009b31m\u202e\r.txt"));
    Path made = directory.resolve("a.tar");
    archive("create", data, "-o", made);

    Typed table = archive("list", made);
    Typed json = archive("list", made, "--json");

    assertThat(table.out()).contains("evil\\u{1b}[2J\\u{9b}31m\\u{202e}\\u{d}.txt");
    assertThat(json.out()).matches("[\\x20-\\x7e\\n]*");
  }

  @Test
  void behind_a_part_of_an_unknown_kind_the_next_is_listed(@TempDir Path directory)
      throws IOException {
    Typed typed = archive("list", Archives.withUnknownPart(directory), "a.txt");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).contains("homeassistant/data/a.txt", "share/data/a.txt");
    assertThat(typed.err()).contains("SecureTar version 9");
  }

  @Test
  void behind_the_damage_nothing_is_listed_and_that_is_said(@TempDir Path directory)
      throws IOException {
    Typed typed = archive("list", Archives.damaged(directory, Archives.V2, 30_000));

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).contains("homeassistant/data");
    assertThat(typed.err()).contains("Part homeassistant cannot be read further");
  }
}
