package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveDiffTest {
  private final Path directory;
  private final Path data;
  private final Path a;
  private final Path b;

  ArchiveDiffTest(@TempDir Path directory) {
    this.directory = directory;
    this.data = directory.resolve("data");
    this.a = directory.resolve("a.tar");
    this.b = directory.resolve("b.tar");
  }

  @BeforeEach
  void makeTheFirst() throws IOException {
    Files.createDirectory(data);
    Archives.write(data.resolve("same.yaml"), "same");
    Archives.write(data.resolve("changed.yaml"), "one");
    Archives.write(data.resolve("gone.yaml"), "gone");
    archive("create", data, "-o", a);
  }

  private void change() throws IOException {
    FileTime before = Files.getLastModifiedTime(data.resolve("changed.yaml"));
    Archives.write(data.resolve("changed.yaml"), "two");
    Files.setLastModifiedTime(data.resolve("changed.yaml"), before);
    Files.delete(data.resolve("gone.yaml"));
    Archives.write(data.resolve("new.yaml"), "new");
    Files.setPosixFilePermissions(
        data.resolve("same.yaml"), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void the_same_content_is_no_difference_whatever_the_encryption() {
    archive("create", data, "-o", b, "--encrypt", "3", "--level", "fast");

    Typed typed = archive("diff", a, b);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("No difference.");
  }

  @Test
  void each_archive_gets_the_key_of_a_kit_that_opens_it() throws IOException {
    String first = "A1B2-C3D4-E5F6-G7H8-I9J0-K1L2-M3N4";
    String second = "Z1B2-C3D4-E5F6-G7H8-I9J0-K1L2-M3N4";
    Path one = Archives.write(directory.resolve("1.txt"), first);
    Path two = Archives.write(directory.resolve("2.txt"), second);
    Path both =
        Archives.write(
            directory.resolve("kit.txt"),
            "Encryption key:\n%s\n\nEncryption key:\n%s\n".formatted(first, second));
    Path c = directory.resolve("c.tar");
    archive(Map.of(), "create", data, "-o", b, "--key-file", one);
    archive(Map.of(), "create", data, "-o", c, "--key-file", two, "--encrypt", "3");

    assertThat(archive(Map.of(), "diff", b, c, "--kit", both).exitCode()).isZero();
  }

  @Test
  void the_archive_that_cannot_be_read_is_named() throws IOException {
    Path other = Archives.write(directory.resolve("other.txt"), "another");
    Path vector = Archives.vector(Archives.V2);

    Typed typed = archive("diff", a, vector, "--key-file-b", other);

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err()).startsWith(vector + ": The key does not open this archive.");
  }

  @Test
  void what_was_added_removed_and_changed_is_listed() throws IOException {
    change();
    archive("create", data, "-o", b);

    Typed typed = archive("diff", a, b);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out())
        .contains(
            "M  homeassistant/data/changed.yaml  (3 B → 3 B)",
            "-  homeassistant/data/gone.yaml",
            "+  homeassistant/data/new.yaml",
            "m  homeassistant/data/same.yaml  (mode 644 → 700)");
  }

  @Test
  void content_alone_can_be_compared() throws IOException {
    Files.setPosixFilePermissions(
        data.resolve("same.yaml"), PosixFilePermissions.fromString("rwx------"));
    archive("create", data, "-o", b);

    assertThat(archive("diff", a, b, "--content").exitCode()).isZero();
  }

  @Test
  void json_has_one_object_a_line() throws IOException {
    change();
    archive("create", data, "-o", b);

    assertThat(archive("diff", a, b, "--json", "--content").out().lines())
        .containsExactly(
            "{\"change\":\"changed\",\"path\":\"homeassistant/data/changed.yaml\",\"size_a\":3,\"size_b\":3}",
            "{\"change\":\"removed\",\"path\":\"homeassistant/data/gone.yaml\",\"size_a\":4}",
            "{\"change\":\"added\",\"path\":\"homeassistant/data/new.yaml\",\"size_b\":3}");
  }

  @Test
  void each_archive_may_have_its_own_key() throws IOException {
    Path kit = directory.resolve("kit.txt");
    archive(Map.of(), "create", data, "-o", b, "--write-kit", kit);

    assertThat(archive("diff", a, b).exitCode()).isEqualTo(3);
    assertThat(archive("diff", a, b, "--kit-b", kit).exitCode()).isZero();
  }
}
