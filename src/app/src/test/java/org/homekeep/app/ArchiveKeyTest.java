package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.app.archive.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the key may come from. */
class ArchiveKeyTest {
  private static final String KEY = "A1B2-C3D4-E5F6-G7H8-I9J0-K1L2-M3N4";
  private static final String OTHER = "Z1B2-C3D4-E5F6-G7H8-I9J0-K1L2-M3N4";
  private static final String OPENS = "\"key\":\"opens\"";

  private final Path directory;

  ArchiveKeyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path encrypted() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Path archive = directory.resolve("archive.tar");
    Path key = Archives.write(directory.resolve("key.txt"), KEY);
    archive(Map.of(), "create", data, "-o", archive, "--key-file", key);
    return archive;
  }

  private Typed infoWithKit(byte[] kit) throws IOException {
    Path file = Files.write(directory.resolve("kit.txt"), kit);
    return archive(Map.of(), "info", encrypted(), "--json", "--kit", file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Homekeep emergency kit\n\nDate: today\n\nEncryption key:\n" + KEY + "\n",
        "Home Assistant Backup Emergency Kit\n\nThis emergency kit contains your backup encryption"
            + " key.\n\nInstance:\nHome\n\nURL:\nhttp://x\n\nEncryption key:\n"
            + KEY
            + "\n\nFor more information, visit https://x/more-info/backup-emergency-kit",
        "\ufeffEncryption key:\r\n" + KEY + "\r\n",
        "Encryption key: " + KEY,
        "Encryption key: " + KEY + " (written down in May)",
        "Encryption key:\n----------\n\n" + KEY + "\n",
        "encryption key:\n\n  a1b2-c3d4-e5f6-g7h8-i9j0-k1l2-m3n4",
        "Encryption key:\nA1B2C3D4E5F6G7H8I9J0K1L2M3N4",
        "Notfallpaket\n\nSchl\u00fcssel:\n" + KEY + "\n",
      })
  void the_key_is_found_in_an_emergency_kit(String kit) throws IOException {
    assertThat(infoWithKit(kit.getBytes(StandardCharsets.UTF_8)).out()).contains(OPENS);
  }

  @Test
  void a_kit_that_an_editor_saved_as_utf16_is_read() throws IOException {
    byte[] kit = ("Encryption key:\r\n" + KEY).getBytes(StandardCharsets.UTF_16);

    assertThat(infoWithKit(kit).out()).contains(OPENS);
  }

  @Test
  void a_kit_without_a_key_is_refused_with_what_to_do() throws IOException {
    Typed typed = infoWithKit("Shopping list\nMilk\n".getBytes(StandardCharsets.UTF_8));

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err()).contains("There is no key in", "--key-file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
  void a_kit_of_utf16_needs_no_mark(String charset) throws IOException {
    byte[] kit = ("Encryption key:\r\n" + KEY + "\r\n").getBytes(Charset.forName(charset));

    assertThat(infoWithKit(kit).out()).contains(OPENS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Encryption key:\n" + OTHER + "\n\nEncryption key:\n" + KEY,
        "Encryption key:\n" + KEY + "\n\nEncryption key:\n" + OTHER,
        "Alt:\n" + OTHER + "\nNeu:\n" + KEY,
      })
  void of_several_keys_in_a_kit_the_one_that_opens_is_used(String kit) throws IOException {
    assertThat(infoWithKit(kit.getBytes(StandardCharsets.UTF_8)).out()).contains(OPENS);
  }

  @Test
  void a_kit_with_many_keys_is_refused_with_what_to_do() throws IOException {
    StringBuilder kit = new StringBuilder();
    for (int i = 10; i < 30; i++) {
      kit.append("Encryption key:\n").append(KEY.replace("A1", "" + i)).append('\n');
    }

    Typed typed = infoWithKit(kit.toString().getBytes(StandardCharsets.UTF_8));

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err()).contains("20 different keys", "--key-file");
  }

  @Test
  void no_archive_is_made_with_one_of_several_keys() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Path made = directory.resolve("made.tar");
    Path kit =
        Archives.write(
            directory.resolve("kit.txt"),
            "Encryption key:\n" + OTHER + "\n\nEncryption key:\n" + KEY);

    Typed typed = archive(Map.of(), "create", data, "-o", made, "--kit", kit);

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err()).contains("2 different keys");
    assertThat(made).doesNotExist();
  }

  @Test
  void a_kit_that_is_no_text_is_refused() throws IOException {
    assertThat(infoWithKit(new byte[] {(byte) 0x80, 1, 2}).exitCode()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Archives.KEY,
        Archives.KEY + "\n",
        Archives.KEY + "\r\n",
        Archives.KEY + "  \n",
        Archives.KEY + "\n\n",
        "\t" + Archives.KEY,
      })
  void blanks_around_the_key_of_a_file_do_not_count(String content) throws IOException {
    Path file = Archives.write(directory.resolve("key.txt"), content);

    Typed typed =
        archive(Map.of(), "info", Archives.vector(Archives.V2), "--json", "--key-file", file);

    assertThat(typed.out()).contains(OPENS);
  }

  @Test
  void a_key_in_the_environment_is_used() {
    assertThat(archive("info", Archives.vector(Archives.V2), "--json").out()).contains(OPENS);
  }

  @Test
  void the_end_of_a_line_in_the_environment_does_not_count() {
    Map<String, String> environment = Map.of("HOMEKEEP_BACKUP_KEY", Archives.KEY + "\n");

    Typed typed = archive(environment, "info", Archives.vector(Archives.V2), "--json");

    assertThat(typed.out()).contains(OPENS);
  }

  private Typed created(String key) throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    return archive(
        Map.of("HOMEKEEP_BACKUP_KEY", key),
        "create",
        data,
        "-o",
        directory.resolve("made.tar"),
        "--write-kit",
        directory.resolve("kit.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " my  pass ",
        "pass\n\n",
        "two\nlines",
        "----------",
        "\u0007bell",
        "abcdefghijklmnopqrstuvwxyz12",
        "Encryption key: x",
      })
  void no_archive_is_made_with_a_key_that_would_not_be_found_again(String key) throws IOException {
    Typed typed = created(key);

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err()).contains("No archive was made.").doesNotContain(key);
    assertThat(directory.toFile().list()).containsExactly("data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my  pass",
        "correct horse battery staple",
        "Gr\u00fc\u00dfe",
        "a1b2-c3d4-e5f6-g7h8-i9j0-k1l2-m3n4",
        " A1B2 C3D4 E5F6 G7H8 I9J0 K1L2 M3N4\n",
      })
  void the_kit_of_a_new_archive_opens_it_and_so_does_what_was_given(String key) throws IOException {
    assertThat(created(key).exitCode()).isZero();

    Path made = directory.resolve("made.tar");
    Path kit = directory.resolve("kit.txt");
    assertThat(archive(Map.of(), "info", made, "--json", "--kit", kit).out()).contains(OPENS);
    assertThat(archive(Map.of("HOMEKEEP_BACKUP_KEY", key), "info", made, "--json").out())
        .contains(OPENS);
  }

  @Test
  void a_kit_given_as_a_key_file_is_called_a_kit() throws IOException {
    Path archive = encrypted();
    Path kit = Archives.write(directory.resolve("kit.txt"), "Kit\nEncryption key:\n" + KEY);

    Typed typed = archive(Map.of(), "info", archive, "--key-file", kit);

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err()).contains("Give it as --kit.");
  }

  @Test
  void a_kit_that_an_old_editor_saved_is_read() throws IOException {
    byte[] kit =
        ("Schl\u00fcssel \u201eHaus\u201c\r\n" + KEY).getBytes(Charset.forName("windows-1252"));

    assertThat(infoWithKit(kit).out()).contains(OPENS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1b2c3d4e5f6g7h8i9j0k1l2m3n4",
        "a1b2-c3d4-e5f6-g7h8-i9j0-k1l2-m3n4",
        "A1B2 C3D4 E5F6 G7H8 I9J0 K1L2 M3N4  \n",
      })
  void a_key_as_it_was_typed_opens_an_archive_that_comes_once(String typed) throws IOException {
    byte[] archive = Files.readAllBytes(encrypted());
    Path key = Archives.write(directory.resolve("typed.txt"), typed);

    Typed info = Archives.archiveFrom(archive, "info", "-", "--json", "--key-file", key);
    Typed verify = Archives.archiveFrom(archive, "verify", "-", "--key-file", key);

    assertThat(info.out()).contains(OPENS);
    assertThat(verify.exitCode()).isZero();
  }

  @Test
  void of_several_keys_the_one_that_opens_an_archive_that_comes_once_is_used() throws IOException {
    byte[] archive = Files.readAllBytes(Archives.vector(Archives.V3));
    Path kit =
        Archives.write(
            directory.resolve("kit.txt"),
            "Encryption key:\n" + OTHER + "\n\nEncryption key:\n" + Archives.KEY);

    Typed typed = Archives.archiveFrom(archive, "list", "-", "secrets.yaml", "--kit", kit);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("homeassistant/data/secrets.yaml");
  }

  @Test
  void a_key_file_in_small_letters_without_dashes_opens() throws IOException {
    Path archive = encrypted();
    Path key = Archives.write(directory.resolve("key.txt"), "a1b2c3d4e5f6g7h8i9j0k1l2m3n4\n");

    assertThat(archive(Map.of(), "info", archive, "--json", "--key-file", key).out())
        .contains(OPENS);
  }

  @Test
  void a_directory_holds_no_key() {
    Typed typed = archive("info", Archives.vector(Archives.V2), "--kit", directory);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("is a directory");
  }

  @Test
  void a_file_is_stronger_than_the_environment() throws IOException {
    Path file = Archives.write(directory.resolve("key.txt"), "another");

    Typed typed = archive("info", Archives.vector(Archives.V2), "--json", "--key-file", file);

    assertThat(typed.out()).contains("\"key\":\"wrong\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--key=hunter2hunter2", "--password=hunter2hunter2"})
  void a_key_as_an_argument_is_refused_and_not_repeated(String option) {
    Typed typed = archive("info", Archives.vector(Archives.V2), option);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("never an argument", "--kit FILE").doesNotContain("hunter2");
  }

  @Test
  void two_files_with_a_key_are_refused() throws IOException {
    Path file = Archives.write(directory.resolve("key.txt"), KEY);

    Typed typed = archive("info", Archives.vector(Archives.V2), "--kit", file, "--key-file", file);

    assertThat(typed.exitCode()).isEqualTo(2);
  }

  @Test
  void the_person_is_asked_when_there_is_no_key() throws IOException {
    Typed typed = asked("a1b2 c3d4 e5f6 g7h8 i9j0 k1l2 m3n4", "list", encrypted().toString());

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("homeassistant/data");
  }

  @Test
  void nobody_is_asked_for_an_archive_that_is_not_encrypted() {
    Typed typed = asked(null, "list", Archives.vector(Archives.PLAIN).toString());

    assertThat(typed.exitCode()).isZero();
  }

  private static Typed asked(
      @org.jspecify.annotations.Nullable String answer, String... arguments) {
    Terminal terminal =
        new Terminal(
            Map.of(),
            () -> false,
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            false,
            Optional.of(
                question -> {
                  if (answer == null) {
                    throw new AssertionError("Nobody should ask.");
                  }
                  return Optional.of(Secret.of(answer));
                }));
    return Typed.homekeep(terminal, Archives.line((Object[]) arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "list"})
  void without_a_key_and_without_anybody_to_ask_the_ways_are_named(String command) {
    Typed typed = archive(Map.of(), command, Archives.vector(Archives.V2));

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err()).contains("--kit FILE", "HOMEKEEP_BACKUP_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "list"})
  void a_wrong_key_is_called_so(String command) {
    Typed typed =
        archive(
            Map.of("HOMEKEEP_BACKUP_KEY", "not this one"), command, Archives.vector(Archives.V3));

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err())
        .contains("The key does not open this archive.")
        .doesNotContain("not this one");
  }
}
