package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.homekeep.app.archive.Terminal;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.testkit.HomeData;
import org.homekeep.testkit.TreeSnapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveCreateTest {
  private final Path directory;
  private final Path data;
  private final Path output;
  private final Path kit;

  ArchiveCreateTest(@TempDir Path directory) {
    this.directory = directory;
    this.data = directory.resolve("data");
    this.output = directory.resolve("made.tar");
    this.kit = directory.resolve("kit.txt");
  }

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(data);
    Archives.write(data.resolve("configuration.yaml"), "homeassistant:\n");
    Archives.write(data.resolve(".HA_VERSION"), "2026.7.1\n");
    Archives.write(data.resolve("home-assistant.log"), "noise");
  }

  @Test
  void what_cannot_be_packed_is_named_with_what_to_do() throws IOException {
    Files.createDirectories(data.resolve("d/".repeat(1_001)));

    Typed typed = archive(Map.of(), "create", data, "-o", output, "--no-encryption");

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("d/d/d").contains("Mend it, or move it away.");
    assertThat(output).doesNotExist();
  }

  @Test
  void a_new_key_is_kept_in_the_kit_and_opens_the_archive() throws IOException {
    Typed typed = archive(Map.of(), "create", data, "-o", output, "--write-kit", kit);

    assertThat(typed.exitCode()).isZero();
    assertThat(archive(Map.of(), "verify", output, "--kit", kit).exitCode()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kit)))
        .isEqualTo("rw-------");
  }

  @Test
  void the_key_is_in_no_output() throws IOException {
    Typed typed = archive(Map.of(), "create", data, "-o", output, "--write-kit", kit);

    String key = Files.readAllLines(kit).stream().reduce("", (before, line) -> line);
    assertThat(key).matches("[A-Z0-9]{4}(-[A-Z0-9]{4}){6}");
    assertThat(typed.out() + typed.err()).doesNotContain(key);
  }

  @Test
  void without_a_key_nothing_is_made_and_the_ways_are_named() {
    Typed typed = archive(Map.of(), "create", data, "-o", output);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--write-kit FILE", "--no-encryption");
    assertThat(output).doesNotExist();
  }

  @Test
  void a_kit_that_is_there_is_never_replaced() throws IOException {
    Archives.write(kit, "an older key");

    Typed typed = archive(Map.of(), "create", data, "-o", output, "--write-kit", kit, "--force");

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(kit).hasContent("an older key");
    assertThat(output).doesNotExist();
  }

  @Test
  void the_archive_never_takes_the_place_of_its_key() throws IOException {
    Typed made = archive(Map.of(), "create", data, "-o", kit, "--write-kit", kit, "--force");

    assertThat(made.exitCode()).isEqualTo(5);
    assertThat(kit).doesNotExist();

    Archives.write(kit, "an older key");
    Typed given = archive(Map.of(), "create", data, "-o", kit, "--key-file", kit, "--force");

    assertThat(given.exitCode()).isEqualTo(5);
    assertThat(kit).hasContent("an older key");
  }

  @Test
  void the_loser_of_two_runs_keeps_no_key() throws IOException {
    Path other = Archives.write(directory.resolve("other.tar"), "of the winner");
    Terminal terminal =
        Terminal.none(
            Map.of(),
            () -> {
              // Asked again and again while the archive is read back.
              if (Files.exists(kit) && !Files.exists(output)) {
                link(output, other);
              }
              return false;
            });

    Typed typed =
        Typed.homekeep(terminal, Archives.line("create", data, "-o", output, "--write-kit", kit));

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("exists already");
    assertThat(output).hasContent("of the winner");
    assertThat(kit).doesNotExist();
  }

  private static void link(Path link, Path existing) {
    try {
      Files.createLink(link, existing);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--write-kit", "--kit", "--key-file", "-o"})
  void an_empty_name_is_refused(String option) {
    Typed typed = archive(Map.of(), "create", data, "-o", output, option, "");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("the name is empty", "Try 'homekeep archive create --help'");
  }

  @Test
  void a_name_that_is_no_text_is_refused() {
    Typed typed = archive("create", data, "-o", directory.resolve("b\ufffd.tar"));

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(directory.toFile().list()).containsExactly("data");
  }

  @Test
  void a_name_as_long_as_names_may_be_is_no_trouble() {
    Path longest = directory.resolve("x".repeat(251) + ".tar");

    assertThat(archive("create", data, "-o", longest).exitCode()).isZero();
    assertThat(archive("create", data, "-o", directory.resolve("x".repeat(256))).err())
        .contains("is too long for a file");
  }

  @Test
  void a_kit_in_a_directory_that_is_missing_is_refused() {
    Path missing = directory.resolve("missing");

    Typed typed =
        archive(Map.of(), "create", data, "-o", output, "--write-kit", missing.resolve("kit"));

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("There is no directory " + missing + ".");
  }

  @Test
  void a_file_in_place_of_the_directory_is_called_one() {
    Typed typed = archive("create", data.resolve("configuration.yaml"), "-o", output);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("configuration.yaml' is a file");
  }

  @Test
  void what_contradicts_an_archive_without_encryption_is_refused() throws IOException {
    Path key = Archives.write(directory.resolve("key.txt"), "a key");

    assertThat(archive("create", data, "-o", output, "--no-encryption", "--encrypt", 3).err())
        .contains("--no-encryption contradicts --encrypt");
    assertThat(archive("create", data, "-o", output, "--no-encryption", "--key-file", key).err())
        .contains("--no-encryption contradicts the file with a key");
    assertThat(output).doesNotExist();
  }

  @Test
  void what_runs_left_and_the_archive_before_are_no_part_of_a_new_one() throws IOException {
    Path inside = data.resolve("made.tar");
    archive("create", data, "-o", inside);
    Path left = Files.createDirectories(data.resolve("sub/.homekeep-archive-1"));
    Archives.write(left.resolve("database-0.db"), "rows");

    assertThat(archive("create", data, "-o", inside, "--force").exitCode()).isZero();

    assertThat(archive("list", inside).out())
        .contains("configuration.yaml")
        .doesNotContain("made.tar", ".homekeep-archive");
  }

  @Test
  void nothing_stays_of_a_failure() throws IOException {
    Path absent = directory.resolve("no/such/directory/made.tar");

    Typed typed = archive(Map.of(), "create", data, "-o", absent, "--write-kit", kit);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(directory.toFile().list()).containsExactly("data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void the_version_can_be_chosen(String version) {
    archive("create", data, "-o", output, "--encrypt", version);

    assertThat(archive("info", output, "--json").out())
        .contains("\"securetar_version\":" + version, "\"key\":\"opens\"");
  }

  @Test
  void it_can_be_left_without_encryption() {
    archive(Map.of(), "create", data, "-o", output, "--no-encryption");

    assertThat(archive(Map.of(), "info", output, "--json").out()).contains("\"protected\":false");
  }

  @Test
  void name_and_version_are_in_it() {
    archive("create", data, "-o", output, "--name", "Before the move");

    assertThat(archive("info", output, "--json").out())
        .contains("\"name\":\"Before the move\"", "\"homeassistant_version\":\"2026.7.1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "standard", "small"})
  void every_level_gives_a_whole_archive(String level) {
    archive("create", data, "-o", output, "--level", level);

    assertThat(archive("verify", output).exitCode()).isZero();
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThat(archive("create", data, "-o", output, "--level", "tiny").exitCode()).isEqualTo(2);
    assertThat(archive("create", data, "-o", output, "--encrypt", "1").exitCode()).isEqualTo(2);
    assertThat(archive("create", data.resolve("none"), "-o", output).exitCode()).isEqualTo(2);
  }

  @Test
  void a_home_comes_back_as_it_was(@TempDir Path home) throws Exception {
    HomeData.generate(home, Seed.random("home"));
    archive("create", home, "-o", output);
    Path target = directory.resolve("back");

    archive("extract", output, "--to", target);

    Map<String, String> before =
        new TreeMap<>(TreeSnapshot.of(home, path -> !HomeData.EXCLUDED.contains(path)));
    Map<String, String> after =
        new TreeMap<>(TreeSnapshot.of(target.resolve("homeassistant/data"), path -> true));
    // The database is a copy that SQLite made.
    before.keySet().removeIf(path -> path.startsWith(HomeData.DATABASE));
    assertThat(after.remove(HomeData.DATABASE)).isNotNull();
    assertThat(after).isEqualTo(before);
  }

  private static void database(Path place, int number) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + place);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t (n INTEGER)");
      statement.execute("INSERT INTO t VALUES (" + number + ")");
    }
  }

  private static int number(Path place) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + place);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT n FROM t")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void databases_whose_names_are_no_text_keep_their_own_content() throws Exception {
    Path moved = directory.resolve("moved.db");
    for (int last = 0xfc; last <= 0xff; last++) {
      database(moved, last);
      Files.move(moved, NativeNames.resolve(data, RawText.of(new byte[] {'q', (byte) last})));
    }
    Path target = directory.resolve("back");

    archive("create", data, "-o", output);
    Typed typed = archive("extract", output, "--to", target);

    assertThat(typed.exitCode()).isZero();
    for (int last = 0xfc; last <= 0xff; last++) {
      RawText name = RawText.of(new byte[] {'q', (byte) last});
      Files.move(NativeNames.resolve(target.resolve("homeassistant/data"), name), moved);
      assertThat(number(moved)).isEqualTo(last);
      Files.delete(moved);
    }
  }

  @Test
  void only_journals_of_databases_are_left_out() throws Exception {
    Path place = data.resolve("notes");
    database(place, 7);
    Files.createDirectory(data.resolve("notes-journal"));
    Archives.write(data.resolve("notes-journal/mine"), "mine");
    database(data.resolve("log"), 8);
    Archives.write(data.resolve("log-journal"), "a diary");
    database(data.resolve("used"), 9);

    try (Connection user = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("used"));
        Statement statement = user.createStatement()) {
      statement.execute("INSERT INTO t VALUES (10)");
      archive("create", data, "-o", output);
    }

    assertThat(archive("list", output).out())
        .contains("data/notes-journal/mine", "data/log-journal", "data/used\n")
        .doesNotContain("used-wal", "used-shm");
    assertThat(data.resolve("log-journal")).hasContent("a diary");
  }

  @Test
  void the_history_can_be_left_out(@TempDir Path home) throws Exception {
    HomeData.generate(home, Seed.random("home"));

    archive("create", home, "-o", output, "--no-database");

    assertThat(archive("list", output).out()).doesNotContain(HomeData.DATABASE);
    assertThat(archive("info", output, "--json").out()).contains("\"database_included\":false");
  }

  @Test
  void an_archive_below_the_directory_does_not_contain_itself() throws IOException {
    Path inside = data.resolve("made.tar");

    archive(Map.of(), "create", data, "-o", inside, "--write-kit", data.resolve("kit.txt"));

    assertThat(archive(Map.of(), "list", inside, "--kit", data.resolve("kit.txt")).out())
        .contains("configuration.yaml")
        .doesNotContain("made.tar", "kit.txt", ".part", ".homekeep");
  }
}
