package org.homekeep.core.backup.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.extract.ExtractedPart;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;
import org.homekeep.core.backup.archive.tar.TarWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveExtractorTest {
  /** Collects the members of an inner tar. */
  private static final class Members {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    Members file(String name, String content) throws IOException {
      byte[] data = content.getBytes(StandardCharsets.UTF_8);
      tar.begin(TarEntry.file(name, data.length, Instant.EPOCH));
      tar.write(data, 0, data.length);
      return this;
    }

    Members add(String name, TarType type, String link) throws IOException {
      tar.begin(
          new TarEntry(
              RawText.of(name),
              type,
              0,
              0755,
              0,
              0,
              Instant.ofEpochSecond(1_700_000_000),
              RawText.of(link),
              Map.of()));
      return this;
    }

    Members bytes(String name, byte[] data) throws IOException {
      tar.begin(TarEntry.file(name, data.length, Instant.EPOCH));
      tar.write(data, 0, data.length);
      return this;
    }

    Members owned(String name, TarType type, String link, long uid, long gid) throws IOException {
      tar.begin(
          new TarEntry(
              RawText.of(name),
              type,
              0,
              0755,
              uid,
              gid,
              Instant.EPOCH,
              RawText.of(link),
              Map.of()));
      return this;
    }

    byte[] archive() throws IOException {
      tar.finish();
      byte[] json = MetadataJson.write(TestArchives.metadata(false));
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      TarWriter writer = new TarWriter(outer);
      writer.begin(TarEntry.file("backup.json", json.length, Instant.EPOCH));
      writer.write(json, 0, json.length);
      writer.begin(TarEntry.file("homeassistant.tar", bytes.size(), Instant.EPOCH));
      writer.write(bytes.toByteArray(), 0, bytes.size());
      writer.finish();
      return outer.toByteArray();
    }
  }

  Path dir;
  Path target;

  @BeforeEach
  void makeTarget(@TempDir Path temp) {
    dir = temp;
    target = dir.resolve("target");
  }

  private ExtractedPart extract(Members members, ExtractOptions options) throws IOException {
    return new ArchiveExtractor(Optional.empty(), options)
        .extract(
            new ByteArrayInputStream(members.archive()),
            "homeassistant",
            target,
            ArchiveObserver.none());
  }

  private ExtractedPart extract(Members members) throws IOException {
    return extract(members, ExtractOptions.homeAssistant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/evil",
        "../evil",
        "data/../../evil",
        "data/a/../../../evil",
        "data/..",
        "data/ü\0b"
      })
  void names_that_lead_out_are_refused(String name) throws IOException {
    Members members = new Members().file(name, "evil");

    assertThatThrownBy(() -> extract(members)).isInstanceOf(ArchiveException.UnsafeMember.class);
    assertThat(dir.resolve("evil")).doesNotExist();
  }

  @Test
  void nothing_is_written_through_a_link() throws IOException {
    Path outside = Files.createDirectory(dir.resolve("outside"));
    Members members =
        new Members()
            .add("data/link", TarType.SYMLINK, outside.toString())
            .file("data/link/evil", "evil");

    assertThatThrownBy(() -> extract(members)).isInstanceOf(ArchiveException.UnsafeMember.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void a_directory_does_not_hide_a_link_to_write_through() throws IOException {
    Path outside = Files.createDirectory(dir.resolve("outside"));
    Members members =
        new Members()
            .add("data/link", TarType.SYMLINK, outside.toString())
            .add("data/link", TarType.DIRECTORY, "")
            .file("data/link/evil", "evil");

    assertThatThrownBy(() -> extract(members)).isInstanceOf(ArchiveException.UnsafeMember.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void no_file_takes_the_place_of_a_link() throws IOException {
    Path outside = Files.writeString(dir.resolve("outside"), "precious");
    Members members =
        new Members()
            .add("data/link", TarType.SYMLINK, outside.toString())
            .file("data/link", "evil");

    assertThatThrownBy(() -> extract(members)).isInstanceOf(ArchiveException.UnsafeMember.class);
    assertThat(outside).hasContent("precious");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "data/../../outside", "outside", "data/link", "data/link/x"})
  void hard_links_lead_to_earlier_files_or_are_refused(String link) throws IOException {
    Files.writeString(dir.resolve("outside"), "precious");
    Members members =
        new Members()
            .add("data/link", TarType.SYMLINK, dir.toString())
            .add("data/hard", TarType.HARD_LINK, link);

    assertThatThrownBy(() -> extract(members)).isInstanceOf(ArchiveException.UnsafeMember.class);
    assertThat(target.resolve("hard")).doesNotExist();
  }

  @Test
  void hard_links_to_earlier_files_are_restored() throws IOException {
    extract(
        new Members().file("data/sub/a", "content").add("data/b", TarType.HARD_LINK, "data/sub/a"));

    assertThat(target.resolve("b")).hasContent("content");
  }

  @Test
  void links_are_data_wherever_they_point_to() throws IOException {
    extract(
        new Members()
            .add("data/out", TarType.SYMLINK, "/nonexistent/place")
            .add("data/up", TarType.SYMLINK, "../../x"));

    assertThat(Files.readSymbolicLink(target.resolve("out"))).hasToString("/nonexistent/place");
    assertThat(Files.readSymbolicLink(target.resolve("up"))).hasToString("../../x");
  }

  @Test
  void devices_and_pipes_are_left_out_with_a_warning() throws IOException {
    ExtractedPart extracted =
        extract(
            new Members()
                .add("data/dev", TarType.BLOCK_DEVICE, "")
                .add("data/tty", TarType.CHARACTER_DEVICE, "")
                .add("data/pipe", TarType.FIFO, "")
                .file("data/a", "a"));

    assertThat(extracted.warnings()).hasSize(3);
    assertThat(target.resolve("a")).exists();
    assertThat(Files.exists(target.resolve("dev"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void a_member_that_is_there_twice_is_refused() throws IOException {
    Members members = new Members().file("data/a", "one").file("data/./a", "two");

    assertThatThrownBy(() -> extract(members))
        .isInstanceOf(ArchiveException.UnsafeMember.class)
        .hasMessageContaining("twice");
  }

  @Test
  void a_directory_with_something_in_it_is_no_target() throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("a"), "precious");
    Members members = new Members().file("data/a", "evil");

    assertThatThrownBy(() -> extract(members)).isInstanceOf(ArchiveException.UnsafeMember.class);
    assertThat(target.resolve("a")).hasContent("precious");
  }

  @Test
  void more_members_bytes_or_expansion_than_allowed_are_refused() throws IOException {
    ExtractOptions options = ExtractOptions.homeAssistant();
    Members two = new Members().file("data/a", "12345").file("data/b", "12345");
    assertThatThrownBy(() -> extract(two, options.withLimits(new ArchiveLimits(1, 100, 100))))
        .isInstanceOf(ArchiveException.LimitExceeded.class);

    target = dir.resolve("second");
    Members big = new Members().file("data/a", "12345").file("data/b", "12345");
    assertThatThrownBy(() -> extract(big, options.withLimits(new ArchiveLimits(10, 9, 100))))
        .isInstanceOf(ArchiveException.LimitExceeded.class);
  }

  @Test
  void a_compressed_bomb_is_refused() throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    Files.write(source.resolve("zeros"), new byte[20 << 20]);
    Path archive = dir.resolve("archive.tar");
    TestArchives.write(source, archive, TestArchives.Protection.NONE);
    ExtractOptions options =
        ExtractOptions.homeAssistant().withLimits(new ArchiveLimits(10, 1 << 30, 100));

    assertThatThrownBy(
            () ->
                new ArchiveExtractor(Optional.empty(), options)
                    .extract(archive, "homeassistant", target, ArchiveObserver.none()))
        .isInstanceOf(ArchiveException.LimitExceeded.class);
    assertThat(target.resolve("zeros")).doesNotExist();
  }

  @Test
  void only_what_is_wanted_is_extracted() throws IOException {
    extract(
        new Members()
            .add("data/", TarType.DIRECTORY, "")
            .file("data/home-assistant_v2.db", "db")
            .file("data/sub/other", "no")
            .file("elsewhere/x", "no"),
        ExtractOptions.homeAssistant().withWanted("home-assistant_v2.db"::equals));

    assertThat(target).isDirectoryNotContaining(path -> path.endsWith("sub"));
    assertThat(target.resolve("home-assistant_v2.db")).hasContent("db");
    assertThat(target.resolve("x")).doesNotExist();
  }

  @Test
  void a_part_that_is_not_there_is_missing() throws IOException {
    byte[] archive = new Members().file("data/a", "a").archive();

    assertThatThrownBy(
            () ->
                new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant())
                    .extract(
                        new ByteArrayInputStream(archive), "ssl", target, ArchiveObserver.none()))
        .isInstanceOf(ArchiveException.MissingPart.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void read_only_directories_are_filled_before_they_are_closed() throws IOException {
    Members members = new Members();
    members.tar.begin(
        new TarEntry(
            RawText.of("data/ro"),
            TarType.DIRECTORY,
            0,
            0555,
            0,
            0,
            Instant.ofEpochSecond(1_600_000_000),
            RawText.EMPTY,
            Map.of()));

    extract(members.file("data/ro/a", "a").file("data/z", "z"));

    assertThat(target.resolve("ro/a")).hasContent("a");
    assertThat(Files.getLastModifiedTime(target.resolve("ro")).toInstant())
        .isEqualTo(Instant.ofEpochSecond(1_600_000_000));
  }

  @Test
  void files_directories_and_links_get_their_owners_back_when_root_extracts() throws Exception {
    Files.createDirectories(dir);
    assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(dir, "unix:uid")), "not root");
    Members members = new Members().owned("data/", TarType.DIRECTORY, "", 1000, 1001);
    members.owned("data/file", TarType.FILE, "", 1002, 1003);
    members.owned("data/link", TarType.SYMLINK, "file", 1004, 1005);

    extract(members);

    assertThat(owner(target)).isEqualTo("1000:1001");
    assertThat(owner(target.resolve("file"))).isEqualTo("1002:1003");
    assertThat(owner(target.resolve("link"))).isEqualTo("1004:1005");
  }

  private static String owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        + ":"
        + Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void an_owner_that_no_system_has_is_left_out() throws Exception {
    Members members = new Members().owned("data/file", TarType.FILE, "", 1L << 40, 1L << 40);

    extract(members);

    assertThat(target.resolve("file")).exists();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 262_144, 1_000_001})
  void zeros_are_written_back_as_zeros(int zeros) throws IOException {
    byte[] data = new byte[zeros + 70_000];
    data[data.length - 1] = 7;
    Members members = new Members().bytes("data/end", data);
    members.bytes("data/zeros", new byte[zeros]);

    extract(members);

    assertThat(target.resolve("end")).hasBinaryContent(data);
    assertThat(target.resolve("zeros")).hasBinaryContent(new byte[zeros]);
  }

  @Test
  void a_file_of_zeros_takes_no_room() throws Exception {
    Members members = new Members().bytes("data/zeros", new byte[10_000_000]);

    extract(members);

    Process stat =
        new ProcessBuilder("stat", "-c", "%b", target.resolve("zeros").toString()).start();
    long blocks = Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip());
    assertThat(blocks).isLessThan(1_000);
  }
}
