package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveVerifyTest {
  private final Path directory;

  ArchiveVerifyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {Archives.PLAIN, Archives.V1, Archives.V2, Archives.V3, Archives.V3_UNCOMPRESSED})
  void a_sound_archive_is_whole_and_its_database_checked(String vector) {
    Typed typed = archive("verify", Archives.vector(vector));

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("The archive is whole.", "1 database was checked by SQLite");
  }

  @Test
  void a_damaged_archive_says_what_and_where() throws IOException {
    Path damaged = Archives.damaged(directory, Archives.V2, 30_000);

    Typed typed = archive("verify", damaged);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out())
        .contains("DAMAGED  homeassistant", "of the archive or before it", "found.");
  }

  @Test
  void a_changed_version_3_archive_is_called_changed() throws IOException {
    Typed typed = archive("verify", Archives.damaged(directory, Archives.V3, 30_000));

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).contains("CHANGED  homeassistant");
  }

  @Test
  void a_cut_archive_is_called_cut_short() throws IOException {
    Typed typed = archive("verify", Archives.cut(directory, Archives.V2, 40_000));

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).contains("CUT SHORT  homeassistant");
  }

  @Test
  void what_version_2_cannot_prove_is_said() {
    assertThat(archive("verify", Archives.vector(Archives.V2)).out())
        .contains("It does not find a change made on purpose");
  }

  @Test
  void what_version_3_does_not_cover_is_said() {
    assertThat(archive("verify", Archives.vector(Archives.V3)).out())
        .contains("does not cover backup.json");
  }

  @Test
  void quiet_says_nothing_of_a_sound_archive() {
    Typed typed = archive("verify", Archives.vector(Archives.V2), "--quiet");

    assertThat(typed.out() + typed.err()).isEmpty();
  }

  @Test
  void findings_are_in_the_json() throws IOException {
    Path damaged = Archives.damaged(directory, Archives.V3, 30_000);

    Typed typed = archive("verify", damaged, "--json");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out())
        .contains(
            "\"whole\":false",
            "\"kind\":\"tampered\"",
            "\"part\":\"homeassistant\"",
            "\"archive_offset\":");
  }

  @Test
  void standard_input_is_read() throws IOException {
    byte[] bytes = Files.readAllBytes(Archives.vector(Archives.V3));

    assertThat(Archives.archiveFrom(bytes, "verify", "-").exitCode()).isZero();
  }

  @Test
  void what_is_no_archive_is_called_so() throws IOException {
    Typed typed = archive("verify", Archives.write(directory.resolve("x.tar"), "no tar"));

    assertThat(typed.exitCode()).isEqualTo(4);
    assertThat(typed.err()).contains("This is not a backup archive");
  }
}
