package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  void what_a_killed_run_left_is_removed() throws IOException {
    Path left = Files.createDirectory(directory.resolve(".homekeep-archive-1"));
    Archives.write(left.resolve("lock"), "");
    Archives.write(left.resolve("draft"), "half of what is not encrypted any more");

    Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", output);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).contains(left + " was left by a run that was killed, and is removed.");
    assertThat(directory.toFile().list()).containsExactly("plain.tar");
  }

  @Test
  void what_another_run_works_with_is_left_alone() throws IOException {
    Path used = Files.createDirectory(directory.resolve(".homekeep-archive-1"));
    Archives.write(used.resolve("draft"), "half");
    try (FileChannel lock =
        FileChannel.open(
            used.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();

      Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", output);

      assertThat(typed.exitCode()).isZero();
      assertThat(typed.err()).doesNotContain(".homekeep-archive-1");
    }
    assertThat(used.resolve("draft")).hasContent("half");
  }

  @Test
  void what_may_be_of_another_run_is_named_and_left_alone() throws IOException {
    Path unclear = Files.createDirectory(directory.resolve(".homekeep-archive-1"));
    Archives.write(unclear.resolve("database-0.db"), "rows");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Archives.write(elsewhere.resolve("lock"), "mine");
    Files.createSymbolicLink(directory.resolve(".homekeep-archive-2"), elsewhere);

    Typed typed = archive("decrypt", Archives.vector(Archives.V2), "-o", output);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).containsOnlyOnce("is of another run").contains(unclear + " is of");
    assertThat(unclear.resolve("database-0.db")).hasContent("rows");
    assertThat(elsewhere.resolve("lock")).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--key-file", "--kit"})
  void the_key_is_not_replaced_even_by_force(String option) throws IOException {
    String text = "Encryption key:\n" + Archives.KEY;
    Path key =
        Archives.write(directory.resolve("key.txt"), option.equals("--kit") ? text : Archives.KEY);
    byte[] before = Files.readAllBytes(key);

    Typed typed =
        archive("decrypt", Archives.vector(Archives.V2), "-o", key, "--force", option, key);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("cannot be both the archive and the file with its key");
    assertThat(key).hasBinaryContent(before);
  }

  @Test
  void a_pipe_is_refused_at_once() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    Typed typed = archive("decrypt", pipe, "-o", output);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("give a file, not a pipe");
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 3_000, 20_000})
  void an_archive_that_was_cut_is_not_said_to_be_without_encryption(int size) throws IOException {
    Path cut = Archives.cut(directory, Archives.V2, size);

    Typed typed = archive("decrypt", cut, "-o", output);

    assertThat(typed.exitCode()).isNotZero();
    assertThat(typed.err()).doesNotContain("is not encrypted").contains("cut short");
    assertThat(output).doesNotExist();
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
