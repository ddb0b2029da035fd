package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.app.Archives.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.homekeep.core.backup.archive.tar.TarType;
import org.homekeep.testkit.TreeSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveExtractTest {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final Path target;

  ArchiveExtractTest(@TempDir Path directory) {
    this.directory = directory;
    this.target = directory.resolve("out");
  }

  @ParameterizedTest
  @ValueSource(strings = {Archives.V1, Archives.V2, Archives.V3, Archives.V3_UNCOMPRESSED})
  void everything_comes_out_as_from_the_archive_that_is_not_encrypted(String vector)
      throws IOException {
    Path plain = directory.resolve("plain");
    archive("extract", Archives.vector(Archives.PLAIN), "--to", plain);

    Typed typed = archive("extract", Archives.vector(vector), "--to", target);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).contains("44 files, directories and links");
    assertThat(TreeSnapshot.of(target, path -> true))
        .hasSize(45)
        .isEqualTo(TreeSnapshot.of(plain, path -> true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"...tar", "...tar.gz", "./...tgz", "..tar"})
  void a_part_whose_name_leads_out_of_the_directory_is_not_taken_out(String name)
      throws IOException {
    HandMade evil = new HandMade().directory(".", 0777).file(".ssh/authorized_keys", 0600);
    Path archive =
        HandMade.archive(name, evil)
            .file("share.tar", 0644, new HandMade().file("data/a", 0644).bytes())
            .write(directory.resolve("evil.tar"));
    Path home = Files.createDirectory(directory.resolve("home"), OWNER_ALONE);
    Path restore = home.resolve("restore");

    Typed typed = archive("extract", archive, "--to", restore);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("a part whose name is not safe to extract");
    assertThat(home.toFile().list()).containsExactly("restore");
    assertThat(restore.toFile().list()).containsExactly("share");
    assertThat(Files.getPosixFilePermissions(home)).isEqualTo(OWNER_ALONE.value());
  }

  @Test
  void only_what_a_pattern_wants_comes_out() throws IOException {
    archive("extract", Archives.vector(Archives.V2), "secrets.yaml", "--to", target);

    assertThat(TreeSnapshot.of(target, path -> true).keySet())
        .containsExactly("homeassistant", "homeassistant/data", "homeassistant/data/secrets.yaml");
  }

  @Test
  void a_pattern_that_fits_nothing_is_an_error_and_leaves_no_directories() {
    Typed typed = archive("extract", Archives.vector(Archives.V2), "nope", "--to", target);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("Nothing in the archive fits 'nope'");
    assertThat(target.resolve("homeassistant")).doesNotExist();
  }

  private static String mode(Path place) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(place));
  }

  @Test
  void modes_that_keep_even_the_owner_out_come_back() throws IOException {
    Path made =
        new HandMade()
            .directory("data", 0500)
            .directory("data/closed", 0000)
            .file("data/none", 0000)
            .file("elsewhere", 0644)
            .file("data/written", 0200)
            .file("data/closed/late", 0300)
            .link(TarType.HARD_LINK, "linked", "data/closed/late")
            .asPartOf(directory.resolve("made.tar"));

    Typed typed = archive("extract", made, "--to", target);

    Path data = target.resolve("homeassistant/data");
    assertThat(typed.exitCode()).isZero();
    assertThat(mode(data)).isEqualTo("r-x------");
    assertThat(mode(data.resolve("none"))).isEqualTo("---------");
    assertThat(mode(data.resolve("written"))).isEqualTo("-w-------");
    assertThat(mode(data.resolve("closed"))).isEqualTo("---------");
    assertThat(Files.getLastModifiedTime(data).toInstant()).isEqualTo(Instant.EPOCH);
    assertThat(Files.getLastModifiedTime(data.resolve("none")).toInstant())
        .isEqualTo(Instant.EPOCH);
    // So that the directory of the test can be removed by anybody.
    Files.setPosixFilePermissions(data, OWNER_ALONE.value());
    Files.setPosixFilePermissions(data.resolve("closed"), OWNER_ALONE.value());
    assertThat(mode(data.resolve("closed/late"))).isEqualTo("-wx------");
  }

  @Test
  void directories_that_are_there_keep_their_mode_and_time() throws IOException {
    Path part = target.resolve("homeassistant");
    Files.createDirectories(part.resolve("data"));
    for (Path mine : List.of(part, part.resolve("data"))) {
      Files.setPosixFilePermissions(mine, OWNER_ALONE.value());
    }
    Path made =
        new HandMade()
            .directory(".", 0777)
            .directory("data", 0755)
            .directory("data/new", 0750)
            .asPartOf(directory.resolve("made.tar"));

    Typed typed = archive("extract", made, "--to", target, "--into-existing");

    assertThat(typed.exitCode()).isZero();
    assertThat(mode(part)).isEqualTo("rwx------");
    assertThat(mode(part.resolve("data"))).isEqualTo("rwx------");
    assertThat(Files.getLastModifiedTime(part).toInstant()).isAfter(Instant.EPOCH);
    assertThat(mode(part.resolve("data/new"))).isEqualTo("rwxr-x---");
  }

  @Test
  void a_directory_with_something_in_it_is_refused() throws IOException {
    Files.createDirectory(target);
    Files.createFile(target.resolve("mine"));

    Typed typed = archive("extract", Archives.vector(Archives.V2), "--to", target);

    assertThat(typed.exitCode()).isEqualTo(5);
    assertThat(typed.err()).contains("is not empty", "--into-existing");
    assertThat(target.resolve("homeassistant")).doesNotExist();
  }

  @Test
  void into_an_existing_directory_nothing_is_replaced() throws IOException {
    Path mine = target.resolve("homeassistant/data/configuration.yaml");
    Files.createDirectories(mine.resolveSibling(""));
    Archives.write(mine, "mine");

    Typed typed =
        archive("extract", Archives.vector(Archives.V2), "--to", target, "--into-existing");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(mine).hasContent("mine");
    assertThat(typed.err()).contains("is there already", "This was not completed");
  }

  @Test
  void a_link_in_an_existing_directory_is_not_followed() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createDirectory(target);
    Files.createDirectory(target.resolve("homeassistant"));
    Files.createSymbolicLink(target.resolve("homeassistant/data"), elsewhere);

    Typed typed =
        archive("extract", Archives.vector(Archives.V2), "--to", target, "--into-existing");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void of_a_damaged_archive_comes_what_can_be_read_and_that_is_said() throws IOException {
    Path damaged = Archives.damaged(directory, Archives.V2, 50_000);

    Typed typed = archive("extract", damaged, "--to", target);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err())
        .contains("could not be taken out completely", "This was not completed: up to");
    assertThat(target.resolve("homeassistant/data/.storage/core.config")).isRegularFile();
  }

  @Test
  void standard_input_is_read() throws IOException {
    byte[] bytes = Files.readAllBytes(Archives.vector(Archives.V2));

    Typed typed = Archives.archiveFrom(bytes, "extract", "-", "--to", target);

    assertThat(typed.exitCode()).isZero();
    assertThat(target.resolve("homeassistant/data/secrets.yaml")).isRegularFile();
  }
}
