package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveDecryptTest {
  private final Path directory;
  private final Path output;

  ArchiveDecryptTest(@TempDir Path directory) {
    this.directory = directory;
    this.output = directory.resolve("plain.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {Archives.V1, Archives.V2, Archives.V3, Archives.V3_UNCOMPRESSED})
  void the_result_is_the_same_archive_without_encryption(String vector) {
    Typed typed = archive("decrypt", Archives.vector(vector), "-o", output);

    assertThat(typed.exitCode()).isZero();
    assertThat(archive("diff", Archives.vector(vector), output).exitCode()).isZero();
    assertThat(archive(Map.of(), "verify", output).exitCode()).isZero();
  }

  @Test
  void it_is_for_its_owner_alone() throws IOException {
    archive("decrypt", Archives.vector(Archives.V2), "-o", output);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_file_that_is_there_is_left_alone() throws IOException {
    Archives.write(output, "mine");

    Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", output);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("exists already");
    assertThat(output).hasContent("mine");
  }

  @Test
  void what_a_killed_run_left_is_named_and_left_alone() throws IOException {
    Path left = directory.resolve(".plain.tar.0123abcd.part");
    Archives.write(left, "half");

    Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", output);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).contains(left + " is the unfinished file of another run.");
    assertThat(left).hasContent("half");
  }

  @Test
  void a_link_is_not_replaced_even_by_force() throws IOException {
    Path elsewhere = Archives.write(directory.resolve("elsewhere"), "mine");
    Files.createSymbolicLink(output, elsewhere);

    Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", output, "--force");

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(output).isSymbolicLink();
    assertThat(elsewhere).hasContent("mine");
  }

  @Test
  void a_directory_that_is_missing_is_named() {
    Path missing = directory.resolve("missing");

    Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", missing.resolve("a.tar"));

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("There is no directory " + missing + ".");
  }

  @Test
  void with_force_it_is_replaced() throws IOException {
    Archives.write(output, "mine");

    Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", output, "--force");

    assertThat(typed.exitCode()).isZero();
    assertThat(Files.size(output)).isGreaterThan(10_000);
  }

  @Test
  void the_archive_itself_is_not_replaced_even_with_force() throws IOException {
    byte[] original = Files.readAllBytes(Archives.vector(Archives.V3));
    Files.write(output, original);
    Path link = output.resolveSibling("link.tar");
    Files.createSymbolicLink(link, output);

    assertThat(archive("decrypt", output, "-o", output, "--force").exitCode()).isEqualTo(5);
    assertThat(archive("decrypt", output, "-o", link, "--force").exitCode()).isEqualTo(5);
    assertThat(archive("decrypt", link, "-o", output, "--force").exitCode()).isEqualTo(5);

    assertThat(output).hasBinaryContent(original);
  }

  @Test
  void a_wrong_key_leaves_nothing() {
    Typed typed =
        archive(
            Map.of("HOMEKEEP_BACKUP_KEY", "x"),
            "decrypt",
            Archives.vector(Archives.V3),
            "-o",
            output);

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_damaged_archive_is_refused_and_leaves_nothing() throws IOException {
    Path damaged = Archives.damaged(directory, Archives.V2, 30_000);

    Typed typed = archive("decrypt", damaged, "-o", output);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("The archive is damaged", "--no-verify");
    assertThat(directory.toFile().list()).containsExactly("damaged.tar");
  }

  @Test
  void what_is_not_encrypted_is_refused() {
    Typed typed = archive("decrypt", Archives.vector(Archives.PLAIN), "-o", output);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("is not encrypted");
  }
}
