package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveInfoTest {

  @ParameterizedTest
  @CsvSource({
    "ha-unprotected-gz-2026.4.1.tar, not encrypted",
    "ha-v1-gz-2024.11.0.tar, SecureTar 1 (AES-128)",
    "ha-v1pax-gz-2025.1.2.tar, SecureTar 1 (AES-128)",
    "ha-v2-gz-2025.2.1.tar, SecureTar 2 (AES-128)",
    "ha-v3-gz-2026.4.1.tar, SecureTar 3 (XChaCha20-Poly1305)",
  })
  void an_archive_is_described(String vector, String encryption) {
    Typed typed = archive("info", Archives.vector(vector));

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out())
        .contains("Test backup ü", "deadbeef", "2025.10.1", "homeassistant", encryption);
  }

  @Test
  void scripts_get_one_line_of_json() {
    Typed typed = archive("info", Archives.vector(Archives.V2), "--json");

    assertThat(typed.out().lines()).hasSize(1);
    assertThat(typed.out())
        .contains(
            "\"name\":\"Test backup \\u00FC\"",
            "\"backup_id\":\"deadbeef\"",
            "\"homeassistant_version\":\"2025.10.1\"",
            "\"database_included\":true",
            "\"protected\":true",
            "\"key\":\"opens\"",
            "\"size\":71680",
            "\"securetar_version\":2",
            "\"missing_parts\":[]",
            "\"complete\":true");
  }

  @Test
  void a_key_is_not_needed_to_look() {
    Typed typed = archive(Map.of(), "info", Archives.vector(Archives.V3));

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("needed; none was given to try");
  }

  @Test
  void a_wrong_key_is_an_exit_code_of_its_own() {
    Typed typed = archive(Map.of("HOMEKEEP_BACKUP_KEY", "x"), "info", Archives.vector(Archives.V1));

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.out()).contains("does not open it");
  }

  @Test
  void standard_input_is_read() throws IOException {
    Typed typed =
        Archives.archiveFrom(
            Files.readAllBytes(Archives.vector(Archives.V2)), "info", "-", "--json");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("\"key\":\"opens\"", "\"size\":71680");
  }

  @Test
  void a_file_that_was_cut_short_is_described_as_far_as_it_goes(@TempDir Path directory)
      throws IOException {
    Typed typed = archive("info", Archives.cut(directory, Archives.V2, 1_000));

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).contains("Test backup ü", "missing");
  }

  @Test
  void what_is_no_archive_is_called_so(@TempDir Path directory) throws IOException {
    Typed typed = archive("info", Archives.write(directory.resolve("notes.txt"), "Milk\n"));

    assertThat(typed.exitCode()).isEqualTo(4);
    assertThat(typed.err()).contains("This is not a backup archive");
  }

  @Test
  void behind_a_part_of_an_unknown_kind_the_next_is_described(@TempDir Path directory)
      throws IOException {
    Typed typed = archive("info", Archives.withUnknownPart(directory));

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).contains("homeassistant  ", "share  ");
    assertThat(typed.err()).contains("SecureTar version 9");
  }

  @Test
  void an_archive_of_an_unknown_kind_alone_is_still_an_encrypted_one(@TempDir Path directory)
      throws IOException {
    byte[] bytes = Files.readAllBytes(Archives.vector(Archives.V2));
    int version = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("SecureTar\2") + 9;
    bytes[version] = 9;
    Path unknown = Files.write(directory.resolve("unknown.tar"), bytes);

    assertThat(archive("info", unknown, "--json").out()).contains("\"protected\":true");
    assertThat(archive("info", unknown).out()).contains("Encrypted       yes");
    assertThat(archive("list", unknown).exitCode()).isEqualTo(4);
  }

  @Test
  void a_script_gets_json_for_a_failure_too(@TempDir Path directory) throws IOException {
    Typed typed =
        archive("info", "--json", Archives.write(directory.resolve("notes.txt"), "Milk\n"));

    assertThat(typed.exitCode()).isEqualTo(4);
    assertThat(typed.out()).startsWith("{\"error\":\"This is not a backup archive").endsWith("}\n");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    Typed typed = archive("info", "nowhere.tar");

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("There is no file nowhere.tar.");
  }

  @Test
  void a_directory_is_no_archive(@TempDir Path directory) {
    Typed typed = archive("info", directory);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("is a directory");
  }
}
