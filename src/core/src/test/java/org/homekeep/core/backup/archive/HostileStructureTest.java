package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.homekeep.core.backup.archive.RawTar.Header;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.MemberCheck;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.archive.read.VerificationReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives whose outer tar or backup.json is not what it should be. */
class HostileStructureTest {
  private static final byte[] PART = new RawTar().file("data/a", "a").end();
  private static final byte[] JSON = MetadataJson.write(TestArchives.metadata(false));

  private static Verification verify(byte[] archive) throws IOException {
    return new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard())
        .verify(new ByteArrayInputStream(archive));
  }

  private static void extract(byte[] archive, Path target) throws IOException {
    new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant().withSync(false))
        .extract(
            new ByteArrayInputStream(archive), "homeassistant", target, ArchiveObserver.none());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x.tar", "/etc/x.tar.gz", "a/../../x.tar", "homeassistant.tar/", "x/y.tar"})
  void members_elsewhere_are_no_parts(String name) throws IOException {
    byte[] archive =
        new RawTar()
            .file("backup.json", JSON)
            .file("homeassistant.tar", PART)
            .file(name, "x")
            .end();

    assertThat(verify(archive).parts()).extracting("name").containsExactly("homeassistant");
  }

  @ParameterizedTest
  @MethodSource("unsafePartNames")
  void a_part_whose_name_leads_elsewhere_is_refused(String name) {
    byte[] archive = withPart(name);

    assertThatThrownBy(() -> verify(archive))
        .isInstanceOf(ArchiveException.UnsafeMember.class)
        .hasMessageContaining("not safe to extract");
  }

  @ParameterizedTest
  @MethodSource("unsafePartNames")
  void a_part_whose_name_leads_elsewhere_is_a_finding_and_what_follows_is_read(String name)
      throws IOException {
    VerificationReport report =
        new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard())
            .report(new ByteArrayInputStream(withPart(name)), MemberCheck.none());

    assertThat(report.findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.UNSAFE_MEMBER);
    assertThat(report.parts()).extracting("name").containsExactly("homeassistant", "share");
  }

  static Stream<String> unsafePartNames() {
    return Stream.of(
        "...tar",
        "...tar.gz",
        "./...tgz",
        "..tar",
        "a\0b.tar",
        "a\u001b[2Jb.tar",
        "a\nb.tar",
        "\u0085.tar",
        "x".repeat(256) + ".tar");
  }

  private static byte[] withPart(String name) {
    return new RawTar()
        .file("backup.json", JSON)
        .file("homeassistant.tar", PART)
        .pax('x', "path", name)
        .file("short", PART)
        .file("share.tar", PART)
        .end();
  }

  @Test
  void a_part_whose_name_is_no_text_is_refused() {
    byte[] name = {'a', (byte) 0xff, '.', 't', 'a', 'r'};
    byte[] archive =
        new RawTar()
            .file("backup.json", JSON)
            .file("homeassistant.tar", PART)
            .add(Header.of('0', name))
            .end();

    assertThatThrownBy(() -> verify(archive)).isInstanceOf(ArchiveException.UnsafeMember.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "homeassistant.tar",
        "./homeassistant.tar",
        "homeassistant.tar.gz",
        "homeassistant.tgz"
      })
  void a_part_that_is_there_twice_is_refused(String name) {
    byte[] archive =
        new RawTar()
            .file("backup.json", JSON)
            .file("homeassistant.tar", PART)
            .file(name, PART)
            .end();

    assertThatThrownBy(() -> verify(archive)).isInstanceOf(ArchiveException.Damaged.class);
  }

  @Test
  void two_words_on_what_the_backup_is_are_refused() {
    byte[] archive =
        new RawTar()
            .file("backup.json", JSON)
            .file("./backup.json", JSON)
            .file("homeassistant.tar", PART)
            .end();

    assertThatThrownBy(() -> verify(archive)).isInstanceOf(ArchiveException.Damaged.class);
  }

  @Test
  void a_link_is_neither_a_part_nor_metadata() {
    byte[] archive =
        new RawTar()
            .link('2', "backup.json", "/etc/passwd")
            .link('2', "homeassistant.tar", "/etc/passwd")
            .end();

    assertThatThrownBy(() -> verify(archive)).isInstanceOf(ArchiveException.NotAnArchive.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"slug\":\"a\"",
        "{\"slug\":1,\"name\":\"a\",\"date\":\"a\"}",
        "{\"slug\":\"a\",\"name\":\"a\",\"date\":\"a\",\"version\":NaN}",
        "{\"slug\":\"a\",\"name\":\"a\",\"date\":\"a\",\"version\":0x10}",
        "{\"slug\":\"a\",\"name\":\"a\",\"date\":\"a\",\"version\":1e}",
        "\u0000{}",
      })
  void metadata_that_cannot_be_used_is_refused(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> MetadataJson.parse(bytes))
        .isInstanceOf(ArchiveException.InvalidMetadata.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"slug\":\"a\",\"slug\":\"b\",\"name\":\"a\",\"date\":\"a\",\"date\":\"c\"}",
        "{\"slug\":\"b\",\"name\":\"\\ud800\",\"date\":\"\",\"version\":1e400,\"type\":{}}",
        "{\"slug\":\"b\",\"name\":\"a\",\"date\":\"a\",\"version\":99999999999999999999999}",
        "{\"slug\":\"b\",\"name\":\"a\",\"date\":\"a\",\"extra\":[1],\"folders\":{\"a\":\"b\"},\"addons\":[1,{\"slug\":2}],\"homeassistant\":\"x\",\"compressed\":[]}",
      })
  void odd_metadata_is_read_and_written_again(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    assertThat(MetadataJson.parse(bytes).slug()).isEqualTo("b");
    assertThat(MetadataJson.parse(MetadataJson.rewrite(bytes, true)).isProtected()).isTrue();
  }

  @Test
  void a_part_of_zeros_is_bounded_by_what_the_caller_allows(@TempDir Path dir) throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(part)) {
      gzip.write(new RawTar().add(Header.of('0', "data/zeros").size(1L << 30)).cut());
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    byte[] archive =
        new RawTar()
            .file("backup.json", JSON)
            .file("homeassistant.tar.gz", part.toByteArray())
            .end();

    assertThatThrownBy(() -> extract(archive, dir.resolve("target")))
        .isInstanceOf(ArchiveException.LimitExceeded.class);
    assertThat(dir.resolve("target/zeros")).doesNotExist();
  }

  @Test
  void the_first_of_two_parts_is_taken_and_nothing_of_the_other(@TempDir Path dir)
      throws IOException {
    byte[] other = new RawTar().file("data/b", "b").end();
    byte[] archive =
        new RawTar()
            .file("backup.json", JSON)
            .file("homeassistant.tar", PART)
            .file("homeassistant.tar.gz", other)
            .end();

    extract(archive, dir.resolve("target"));

    assertThat(TestTree.describe(dir.resolve("target"))).containsOnlyKeys("", "a");
  }

  @Test
  void a_size_that_wraps_does_not_hide_what_follows() {
    byte[] archive =
        new RawTar()
            .file("backup.json", JSON)
            .pax('x', "size", Long.toString(Long.MAX_VALUE))
            .file("unknown", "")
            .file("homeassistant.tar", PART)
            .end();

    assertThatThrownBy(() -> verify(archive)).isInstanceOf(ArchiveException.class);
    assertThatThrownBy(
            () -> ArchiveInspector.checkKey(new ByteArrayInputStream(archive), Vectors.KEY))
        .isInstanceOf(ArchiveException.class);
  }
}
