package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.archive.transcode.DecryptedArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole archives without their encryption, also those of SecureTar 1. */
class DecryptedArchiveTest {
  private static final String V1 = "ha-v1-gz-2024.11.0.tar";
  private static final String V1_WITH_SIZE = "ha-v1pax-gz-2025.1.2.tar";
  private static final String V2 = "ha-v2-gz-2026.4.1.tar";
  private static final String V3 = "ha-v3-gz-2026.4.1.tar";
  private static final String V3_UNCOMPRESSED = "ha-v3-nogz-2026.4.1.tar";

  private final Path directory;

  DecryptedArchiveTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path decrypt(String vector, Secret key) throws IOException {
    Path source = Vectors.path(vector);
    Path target = directory.resolve("plain.tar");
    try (InputStream in = DecryptedArchive.of(() -> ArchiveInput.open(source), key).open()) {
      Files.copy(in, target);
    }
    return target;
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V1_WITH_SIZE, V2, V3, V3_UNCOMPRESSED})
  void it_is_a_whole_archive_without_encryption(String vector) throws IOException {
    Path plain = decrypt(vector, Vectors.KEY);

    Verification found =
        new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard()).verify(plain);
    assertThat(found.metadata().isProtected()).isFalse();
    assertThat(found.measuredProtected()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V1_WITH_SIZE, V2, V3, V3_UNCOMPRESSED})
  void it_has_the_same_files(String vector) throws IOException {
    Path plain = decrypt(vector, Vectors.KEY);

    assertThat(TestTree.describe(extracted(plain, Optional.empty(), "plain")))
        .isEqualTo(
            TestTree.describe(
                extracted(Vectors.path(vector), Optional.of(Vectors.KEY), "encrypted")));
  }

  private Path extracted(Path archive, Optional<Secret> key, String name) throws IOException {
    Path target = directory.resolve(name);
    new ArchiveExtractor(key, ExtractOptions.homeAssistant())
        .extract(archive, "homeassistant", target, ArchiveObserver.none());
    return target;
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V1_WITH_SIZE, V2, V3})
  void other_tools_read_its_parts(String vector) throws IOException {
    Path plain = decrypt(vector, Vectors.KEY);

    long size = 0;
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(plain))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals("homeassistant.tar.gz")) {
          size = new GZIPInputStream(tar).readAllBytes().length;
        }
      }
    }
    assertThat(size).isPositive();
    assertThat(size % 512).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V1_WITH_SIZE, V2, V3, V3_UNCOMPRESSED})
  void a_wrong_key_is_refused(String vector) {
    assertThatThrownBy(() -> decrypt(vector, Secret.of("wrong")))
        .isInstanceOf(ArchiveException.WrongKey.class);
  }

  @Test
  void an_archive_that_changes_between_its_two_readings_is_refused() throws IOException {
    List<String> vectors = new ArrayList<>(List.of(V2, V1));
    DecryptedArchive archive =
        DecryptedArchive.of(() -> ArchiveInput.open(Vectors.path(vectors.remove(0))), Vectors.KEY);

    try (InputStream in = archive.open()) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(ArchiveException.SourceChanged.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V2, V3})
  void reading_on_after_an_error_leaves_no_part_out(String vector) throws IOException {
    DecryptedArchive archive =
        DecryptedArchive.of(() -> ArchiveInput.open(Vectors.path(vector)), Secret.of("wrong"));

    try (InputStream in = archive.open()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(in::readAllBytes).isInstanceOf(ArchiveException.WrongKey.class);
      }
    }
  }
}
