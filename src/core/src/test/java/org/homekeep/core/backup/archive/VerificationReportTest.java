package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.MemberCheck;
import org.homekeep.core.backup.archive.read.VerificationReport;
import org.homekeep.core.backup.archive.read.VerifiedPart;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that is wrong with an archive, and not the first thing alone. */
class VerificationReportTest {
  private final Path directory;
  private final Path data;

  VerificationReportTest(@TempDir Path directory) {
    this.directory = directory;
    this.data = directory.resolve("data");
  }

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(data);
    Files.writeString(data.resolve("a.txt"), "a".repeat(3_000));
    Files.write(data.resolve("b.bin"), Vectors.deterministic("b", 400_000));
    Files.writeString(data.resolve("c.txt"), "c".repeat(3_000));
  }

  /** An archive of two parts, homeassistant and share. */
  private byte[] archive(Protection protection, boolean compressed) throws IOException {
    ArchiveMetadata plain = TestArchives.metadata(compressed);
    ArchiveMetadata metadata =
        new ArchiveMetadata(
            plain.slug(),
            plain.name(),
            plain.date(),
            compressed,
            false,
            plain.extra(),
            plain.homeAssistant(),
            List.of("share"),
            List.of(),
            "full",
            2);
    PartSource share =
        new PartSource("share", "data", data, Exclusions.none(), Map.of(), Omissions.none());
    ArchiveRequest request =
        ArchiveRequest.of(metadata, List.of(TestArchives.part(data), share), protection.key())
            .withVersion(protection.version());
    Path file = directory.resolve("archive.tar");
    TestArchives.writer().write(request, file, ArchiveObserver.none());
    return Files.readAllBytes(file);
  }

  private static VerificationReport report(byte[] archive, Optional<Secret> key)
      throws IOException {
    try (InputStream in = new ByteArrayInputStream(archive)) {
      return new ArchiveVerifier(key, ArchiveLimits.standard()).report(in, MemberCheck.none());
    }
  }

  /** Where a text stands for the n-th time. */
  private static int find(byte[] archive, String text, int from) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = from; i <= archive.length - wanted.length; i++) {
      if (Arrays.equals(archive, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("No " + text);
  }

  @ParameterizedTest
  @EnumSource(Protection.class)
  void a_sound_archive_is_whole(Protection protection) throws IOException {
    VerificationReport report = report(archive(protection, true), protection.key());

    assertThat(report.isWhole()).isTrue();
    assertThat(report.findings()).isEmpty();
    assertThat(report.parts())
        .extracting(VerifiedPart::name)
        .containsExactly("homeassistant", "share");
  }

  @ParameterizedTest
  @EnumSource(Protection.class)
  void behind_a_damaged_part_the_next_is_still_read(Protection protection) throws IOException {
    byte[] archive = archive(protection, true);
    archive[200_000] ^= 0x55;

    VerificationReport report = report(archive, protection.key());

    assertThat(report.findings()).isNotEmpty();
    assertThat(report.findings().get(0))
        .satisfies(
            finding -> {
              assertThat(finding.part()).hasValue("homeassistant");
              assertThat(finding.archiveOffset().orElseThrow()).isGreaterThanOrEqualTo(200_000);
            });
    assertThat(report.parts())
        .extracting(VerifiedPart::name, VerifiedPart::complete)
        .contains(org.assertj.core.groups.Tuple.tuple("share", true));
  }

  @Test
  void every_damaged_part_has_a_finding() throws IOException {
    byte[] archive = archive(Protection.V3, true);
    archive[200_000] ^= 1;
    archive[find(archive, "share.tar.gz", 0) + 100_000] ^= 1;

    VerificationReport report = report(archive, Protection.V3.key());

    assertThat(report.findings())
        .extracting(finding -> finding.part().orElse(""), Finding::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("homeassistant", Finding.Kind.TAMPERED),
            org.assertj.core.groups.Tuple.tuple("share", Finding.Kind.TAMPERED));
  }

  @Test
  void the_member_that_was_being_read_is_named() throws IOException {
    byte[] archive = archive(Protection.NONE, false);
    int second = find(archive, "data/b.bin", 0);
    archive[second + 148] ^= 1;

    VerificationReport report = report(archive, Optional.empty());

    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
              assertThat(finding.member().map(Object::toString)).hasValue("data/a.txt");
              assertThat(finding.tarOffset()).isPresent();
            });
  }

  @Test
  void an_archive_that_was_cut_short_says_so_once_and_names_the_parts_that_are_lost()
      throws IOException {
    byte[] archive = archive(Protection.V2, true);
    byte[] cut = Arrays.copyOf(archive, 250_000);

    VerificationReport report = report(cut, Protection.V2.key());

    assertThat(report.findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.TRUNCATED, Finding.Kind.MISSING_PART);
  }

  @Test
  void a_wrong_key_is_found_for_every_part() throws IOException {
    VerificationReport report =
        report(archive(Protection.V3, true), Optional.of(Secret.of("another")));

    assertThat(report.findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.WRONG_KEY, Finding.Kind.WRONG_KEY);
  }

  @Test
  void what_is_no_archive_is_called_so() throws IOException {
    VerificationReport report = report(new byte[20_480], Optional.empty());

    assertThat(report.findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.NOT_AN_ARCHIVE);
  }

  @Test
  void something_behind_the_end_is_found() throws IOException {
    byte[] archive = archive(Protection.NONE, true);
    byte[] longer = Arrays.copyOf(archive, archive.length + 10_240);
    longer[longer.length - 1] = 1;

    assertThat(report(longer, Optional.empty()).findings())
        .extracting(Finding::message)
        .containsExactly("Something unknown follows the end of the archive.");
  }
}
