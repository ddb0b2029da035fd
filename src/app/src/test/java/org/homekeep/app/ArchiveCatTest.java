package org.homekeep.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveCatTest {
  private static final Path VECTOR = Archives.vector(Archives.V2);
  private static final String SECRETS = "homeassistant/data/secrets.yaml";

  private final Path directory;
  private final Path sidecar;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ArchiveCatTest(@TempDir Path directory) {
    this.directory = directory;
    this.sidecar = directory.resolve("backup.index");
  }

  /** Types it without an index, or with one. */
  private Typed cat(boolean indexed, Path archive, String path) {
    List<Object> line = new ArrayList<>(List.of("cat", archive, path));
    if (indexed) {
      line.addAll(List.of("--index", sidecar));
    }
    return Archives.archiveTo(out, line.toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Archives.PLAIN,
        Archives.V1,
        Archives.V2,
        Archives.V3,
        Archives.V3_UNCOMPRESSED,
      })
  void every_file_comes_out_byte_for_byte(String vector) throws IOException {
    Path extracted = directory.resolve("extracted");
    archive("extract", Archives.vector(vector), "--to", extracted);

    for (String path : List.of(SECRETS, "homeassistant/data/www/random.bin")) {
      for (boolean indexed : new boolean[] {false, true, true}) {
        out.reset();
        Typed typed = cat(indexed, Archives.vector(vector), path);

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(typed.err()).isEmpty();
        assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(extracted.resolve(path)));
      }
    }
  }

  @Test
  void an_empty_file_is_nothing_and_no_error() {
    Typed typed = cat(false, VECTOR, "homeassistant/data/empty.txt");

    assertThat(typed.exitCode()).isZero();
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil\u001b[2J.txt", "back\\slash", "ümläut 日本"})
  void a_name_is_taken_as_list_shows_it_and_as_it_is(String name) throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve(name), "content");
    Path made = directory.resolve("a.tar");
    archive("create", data, "-o", made);
    String line = archive("list", made).out().lines().skip(1).findFirst().orElseThrow();
    String shown = line.substring(line.indexOf("homeassistant/"));

    for (String typed : List.of(shown, "./homeassistant/data/" + name)) {
      out.reset();
      assertThat(cat(false, made, typed).exitCode()).as(typed).isZero();
      assertThat(out.toString(UTF_8)).isEqualTo("content");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "homeassistant/data/config.yaml, 'homekeep archive list'",
    "homeassistant/data/Secret.yaml, Did you mean homeassistant/data/secrets.yaml?",
    "homeassistant/secrets.yaml, Did you mean homeassistant/data/secrets.yaml?",
    "secrets.yaml, 'begins with a part of the archive, which has homeassistant'",
    "data/secrets.yaml, 'begins with a part of the archive, which has homeassistant'",
    "homeassistant/data/\u009b31m, 'no homeassistant/data/\\u{9b}31m in'",
  })
  void what_is_not_there_is_an_error_that_says_where_to_look(String path, String advice) {
    for (boolean indexed : new boolean[] {false, true}) {
      Typed typed = cat(indexed, VECTOR, path);

      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.err()).startsWith("There is no ").contains(advice);
    }
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"homeassistant", "homeassistant/", "homeassistant/data/.storage/"})
  void a_directory_has_no_content(String path) {
    for (boolean indexed : new boolean[] {false, true}) {
      Typed typed = cat(indexed, VECTOR, path);

      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.err()).contains("is a directory. 'homekeep archive list'");
    }
  }

  @Test
  void of_a_symbolic_link_it_is_said_where_it_points_to() {
    for (boolean indexed : new boolean[] {false, true}) {
      Typed typed = cat(indexed, VECTOR, "homeassistant/data/link.yaml");

      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.err()).contains("is a link to configuration.yaml");
    }
    assertThat(out.size()).isZero();
  }

  @Test
  void a_hard_link_has_the_content_of_its_file() throws IOException {
    Path archive = withParts(Map.of("share", "in share", "ssl", "in ssl"));

    for (boolean indexed : new boolean[] {false, true}) {
      for (String part : List.of("share", "ssl")) {
        out.reset();
        assertThat(cat(indexed, archive, part + "/hard").exitCode()).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("in " + part);
      }
    }
  }

  @Test
  void a_hard_link_to_nothing_before_it_is_refused() throws IOException {
    Path archive = withParts(Map.of("share", "in share"));

    for (boolean indexed : new boolean[] {false, true}) {
      Typed typed = cat(indexed, archive, "share/broken");

      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.err()).contains("is a hard link to", "later", "no earlier file");
    }
    assertThat(out.size()).isZero();
  }

  @Test
  void a_hard_link_cannot_be_read_from_standard_input() throws IOException {
    byte[] archive = Files.readAllBytes(withParts(Map.of("share", "in share")));

    Typed typed = Archives.archiveFrom(archive, "cat", "-", "share/hard");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("hard link to share/file", "Ask for that one");
  }

  /** Parts with a file, a hard link to it, and one to a later file. */
  private Path withParts(Map<String, String> contents) throws IOException {
    Path archive = directory.resolve("parts.tar");
    try (TarArchiveOutputStream outer =
        new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      put(
          outer,
          "./backup.json",
          "{\"slug\":\"1d21b9c4\",\"name\":\"x\",\"date\":\"2025-01-01T00:00:00+00:00\"}"
              .getBytes(UTF_8));
      for (Map.Entry<String, String> part : contents.entrySet()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream inner = new TarArchiveOutputStream(bytes)) {
          put(inner, "./file", part.getValue().getBytes(UTF_8));
          hardLink(inner, "./hard", "./file");
          hardLink(inner, "./broken", "./later");
          put(inner, "./later", "later".getBytes(UTF_8));
        }
        put(outer, "./" + part.getKey() + ".tar", bytes.toByteArray());
      }
    }
    return archive;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void hardLink(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void standard_input_is_read() throws IOException {
    ByteArrayInputStream input = new ByteArrayInputStream(Files.readAllBytes(VECTOR));

    Typed typed = Typed.homekeep(Archives.terminal(input, out), Archives.line("cat", "-", SECRETS));

    assertThat(typed.exitCode()).isZero();
    assertThat(out.size()).isEqualTo(33);
  }

  @Test
  void what_lies_behind_the_file_is_not_read() throws IOException {
    Path made = withNoise("2");
    byte[] whole = Files.readAllBytes(made);
    Files.write(made, Arrays.copyOf(whole, whole.length / 2));

    Typed early = cat(false, made, "homeassistant/data/early");
    Typed late = cat(false, made, "homeassistant/data/zzz");

    assertThat(early.exitCode()).as(early.err()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("early");
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.err()).startsWith("The tar ends in the middle of a member: it was cut short.");
  }

  /** An archive with a small file, a large one and a small one. */
  private Path withNoise(String version) throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    byte[] noise = new byte[9 << 20];
    Seed.random("noise").nextBytes(noise);
    Files.writeString(data.resolve("early"), "early");
    Files.write(data.resolve("noise"), noise);
    Files.writeString(data.resolve("zzz"), "last");
    Path made = directory.resolve("a.tar");
    archive("create", data, "-o", made, "--encrypt", version);
    return made;
  }

  @Test
  void with_an_index_only_what_is_near_is_read() throws IOException {
    Path made = withNoise("2");
    assertThat(cat(true, made, "homeassistant/data/zzz").exitCode()).isZero();
    byte[] bytes = Files.readAllBytes(made);
    Arrays.fill(bytes, 100_000, 3 << 20, (byte) 0);
    Files.write(made, bytes);
    out.reset();

    assertThat(cat(true, made, "homeassistant/data/zzz").exitCode()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("last");
    assertThat(cat(false, made, "homeassistant/data/zzz").exitCode()).isEqualTo(1);
  }

  @Test
  void of_a_damaged_file_the_beginning_is_written_and_that_is_said() throws IOException {
    Path made = withNoise("3");
    byte[] bytes = Files.readAllBytes(made);
    bytes[8 << 20] ^= 1;
    Files.write(made, bytes);

    Typed typed = cat(false, made, "homeassistant/data/noise");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("only the beginning of the file");
    byte[] noise = Files.readAllBytes(directory.resolve("data/noise"));
    assertThat(out.toByteArray()).isNotEmpty().isEqualTo(Arrays.copyOf(noise, out.size()));
  }

  @Test
  void a_wrong_key_writes_nothing_and_makes_no_index() {
    for (boolean indexed : new boolean[] {false, true}) {
      List<Object> line = new ArrayList<>(List.of("cat", VECTOR, SECRETS));
      if (indexed) {
        line.addAll(List.of("--index", sidecar));
      }
      Typed typed = archive(Map.of("HOMEKEEP_BACKUP_KEY", "wrong"), line.toArray());

      assertThat(typed.exitCode()).isEqualTo(3);
      assertThat(typed.err()).contains("The key does not open this archive.");
    }
    assertThat(sidecar).doesNotExist();
  }

  @Test
  void the_index_of_another_archive_is_made_anew() {
    cat(true, Archives.vector(Archives.V3), SECRETS);
    out.reset();

    Typed typed = cat(true, VECTOR, SECRETS);

    assertThat(typed.exitCode()).isZero();
    assertThat(out.size()).isEqualTo(33);
  }

  @Test
  void an_index_never_takes_the_place_of_another_file() throws IOException {
    Archives.write(sidecar, "my notes");

    Typed typed = cat(true, VECTOR, SECRETS);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("backup.index exists already and is not replaced");
    assertThat(sidecar).hasContent("my notes");
  }

  @Test
  void an_archive_is_no_place_for_its_own_index() throws IOException {
    Path copy = Files.copy(VECTOR, directory.resolve("copy.tar"));
    byte[] before = Files.readAllBytes(copy);
    Path other = Files.createSymbolicLink(directory.resolve("other.tar"), copy);

    for (Path index : List.of(copy, other)) {
      Typed typed = archive("cat", copy, SECRETS, "--index", index);

      assertThat(typed.exitCode()).isEqualTo(2);
      assertThat(typed.err()).contains("--index names the archive itself");
    }
    assertThat(copy).hasBinaryContent(before);
  }

  @Test
  void a_place_where_no_index_can_be_is_named() {
    Typed typed = archive("cat", VECTOR, SECRETS, "--index", directory.resolve("none/index"));

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("There is no directory", "none for the index");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "./"})
  void a_path_without_a_name_makes_no_sense(String path) {
    Typed typed = cat(false, VECTOR, path);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("PATH names no file");
  }

  @Test
  void standard_input_has_no_index() {
    Typed typed = archive("cat", "-", SECRETS, "--index", sidecar);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--index needs an archive in a file");
  }

  @Test
  void a_full_disk_behind_the_output_is_said() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    Typed typed = Archives.archiveTo(full, "cat", VECTOR, SECRETS);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err())
        .contains("The output could not be written completely: No space left on device.");
  }

  @Test
  void a_reader_who_goes_away_ends_it_quietly() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    Typed typed = Archives.archiveTo(closed, "cat", VECTOR, SECRETS);

    assertThat(typed.exitCode()).isEqualTo(141);
    assertThat(typed.err()).isEmpty();
  }
}
