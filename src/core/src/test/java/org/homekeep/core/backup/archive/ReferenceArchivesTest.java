package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveSummary;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.archive.read.Verification;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole archives that Home Assistant's own writer made, of every version. */
class ReferenceArchivesTest {
  enum Reference {
    PLAIN("ha-unprotected-gz-2026.4.1.tar", PartFormat.NOT_ENCRYPTED),
    V1("ha-v1-gz-2024.11.0.tar", PartFormat.SECURETAR_1),
    V1_WITH_SIZE("ha-v1pax-gz-2025.1.2.tar", PartFormat.SECURETAR_1),
    V2("ha-v2-gz-2025.2.1.tar", PartFormat.SECURETAR_2),
    V2_NEW("ha-v2-gz-2026.4.1.tar", PartFormat.SECURETAR_2),
    V3("ha-v3-gz-2026.4.1.tar", PartFormat.SECURETAR_3),
    V3_UNCOMPRESSED("ha-v3-nogz-2026.4.1.tar", PartFormat.SECURETAR_3);

    final Path path;
    final PartFormat format;

    Reference(String file, PartFormat format) {
      this.path = Vectors.path(file);
      this.format = format;
    }

    Optional<Secret> key() {
      return format.isEncrypted() ? Optional.of(Vectors.KEY) : Optional.empty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_member_comes_out_as_the_manifest_says(Reference reference, @TempDir Path dir)
      throws IOException {
    Path target = dir.resolve("out");
    new ArchiveExtractor(reference.key(), ExtractOptions.homeAssistant())
        .extract(reference.path, "homeassistant", target, ArchiveObserver.none());

    TreeMap<String, String> expected = new TreeMap<>();
    for (JsonNode member : Vectors.json("expected-homeassistant-manifest.json")) {
      expected.put(member.path("path").asText().substring("data/".length()), expected(member));
    }
    TreeMap<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(target)) {
      for (Path path : all.skip(1).toList()) {
        found.put(target.relativize(path).toString(), found(path));
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  private static String expected(JsonNode member) {
    return switch (member.path("type").asText()) {
      case "symlink" -> "-> " + member.path("target").asText();
      case "dir" -> "dir " + member.path("mode").asText() + " " + member.path("mtime").asLong();
      default ->
          member.path("sha256").asText()
              + " "
              + member.path("mode").asText()
              + " "
              + member.path("mtime").asLong();
    };
  }

  private static String found(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    int mode = (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    long seconds = Files.getLastModifiedTime(path).toMillis() / 1000;
    String rest = " 0o" + Integer.toOctalString(mode) + " " + seconds;
    return Files.isDirectory(path) ? "dir" + rest : Vectors.sha256(Files.readAllBytes(path)) + rest;
  }

  @ParameterizedTest
  @EnumSource
  void verifies(Reference reference) throws IOException {
    Verification found =
        new ArchiveVerifier(reference.key(), ArchiveLimits.standard()).verify(reference.path);

    assertThat(found.measuredProtected()).isEqualTo(reference.format.isEncrypted());
    assertThat(found.size()).isEqualTo(Files.size(reference.path));
    assertThat(found.parts())
        .singleElement()
        .satisfies(part -> assertThat(part.format()).isEqualTo(reference.format));
    assertThat(found.members())
        .isEqualTo(1 + Vectors.json("expected-homeassistant-manifest.json").size());
  }

  @ParameterizedTest
  @EnumSource
  void tells_metadata_and_parts_without_the_key(Reference reference) throws IOException {
    ArchiveSummary summary = ArchiveInspector.summary(reference.path);

    assertThat(summary.metadata().slug()).isEqualTo("deadbeef");
    assertThat(summary.metadata().name()).isEqualTo("Test backup ü");
    assertThat(summary.metadata().date()).isEqualTo("2025-10-09T10:53:20.250000+02:00");
    assertThat(summary.metadata().databaseIncluded()).isTrue();
    assertThat(summary.metadata().extra()).containsEntry("with_automatic_settings", false);
    assertThat(summary.parts())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.name()).isEqualTo("homeassistant");
              assertThat(part.format()).isEqualTo(reference.format);
              assertThat(part.compressed()).isEqualTo(reference != Reference.V3_UNCOMPRESSED);
            });
  }

  @ParameterizedTest
  @EnumSource
  void tells_right_and_wrong_keys_apart(Reference reference) throws IOException {
    Secret wrong = Secret.of("wrong");
    boolean encrypted = reference.format.isEncrypted();

    assertThat(ArchiveInspector.checkKey(reference.path, Vectors.KEY))
        .isEqualTo(encrypted ? KeyCheck.OPENS : KeyCheck.NOT_ENCRYPTED);
    assertThat(ArchiveInspector.checkKey(reference.path, wrong))
        .isEqualTo(encrypted ? KeyCheck.WRONG_KEY : KeyCheck.NOT_ENCRYPTED);
  }

  @ParameterizedTest
  @EnumSource
  void tells_what_can_be_decrypted_while_downloading(Reference reference) throws IOException {
    KeyCheck expected =
        switch (reference.format) {
          case NOT_ENCRYPTED -> KeyCheck.NOT_ENCRYPTED;
          case SECURETAR_1 -> KeyCheck.UNSUPPORTED_VERSION_1;
          default -> KeyCheck.OPENS;
        };
    try (InputStream in = Files.newInputStream(reference.path)) {
      assertThat(ArchiveInspector.checkForDownload(in, Vectors.KEY)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_changed_byte_in_the_part_never_passes_verification(Reference reference, @TempDir Path dir)
      throws IOException {
    byte[] bytes = Files.readAllBytes(reference.path);
    // Within the compressed or authenticated data, at a third and near the end.
    for (int at : new int[] {2560 + 20_000, 2560 + 62_000}) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      Path file = Files.write(dir.resolve("changed-" + at), changed);

      assertThatThrownBy(
              () -> new ArchiveVerifier(reference.key(), ArchiveLimits.standard()).verify(file))
          .isInstanceOf(ArchiveException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_cut_archive_never_passes_verification(Reference reference, @TempDir Path dir)
      throws IOException {
    byte[] bytes = Files.readAllBytes(reference.path);
    for (int cut : new int[] {0, 100, 512, 1024, 2560, 2600, 30_000, 62_000, 65_536}) {
      Path file = Files.write(dir.resolve("cut-" + cut), Arrays.copyOf(bytes, cut));

      assertThatThrownBy(
              () -> new ArchiveVerifier(reference.key(), ArchiveLimits.standard()).verify(file))
          .as("cut to %d", cut)
          .isInstanceOf(ArchiveException.class);
    }
  }
}
