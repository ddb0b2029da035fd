package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarWriter;
import org.homekeep.core.backup.archive.transcode.ArchiveTranscoder;
import org.homekeep.core.backup.archive.transcode.TranscodedArchive;
import org.homekeep.core.backup.archive.transcode.TranscodedSize;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveTranscoderTest {
  Path dir;
  Path source;

  @BeforeEach
  void makeSource(@TempDir Path temp) throws IOException {
    dir = temp;
    source = Files.createDirectory(dir.resolve("source"));
    TestTree.fill(source, 21);
  }

  private byte[] archive(Protection protection) throws IOException {
    Path file = dir.resolve(protection + ".tar");
    TestArchives.write(source, file, protection);
    return Files.readAllBytes(file);
  }

  private static ArchiveTranscoder transcoder() {
    return new ArchiveTranscoder(new Random(5)::nextBytes);
  }

  private static TranscodedArchive encrypted(byte[] plain, SecureTarVersion version) {
    return transcoder()
        .encrypted(
            () -> new ByteArrayInputStream(plain),
            plain.length,
            TestArchives.metadata(true),
            Vectors.KEY,
            version);
  }

  private static TranscodedArchive decrypted(byte[] archive, Secret key) {
    return transcoder()
        .decrypted(
            () -> new ByteArrayInputStream(archive),
            archive.length,
            TestArchives.metadata(true),
            key);
  }

  private static byte[] read(TranscodedArchive archive) throws IOException {
    try (InputStream in = archive.open()) {
      return in.readAllBytes();
    }
  }

  private static Verification verify(byte[] archive, Optional<Secret> key) throws IOException {
    return new ArchiveVerifier(key, ArchiveLimits.standard())
        .verify(new ByteArrayInputStream(archive));
  }

  @Test
  void the_smallest_backup_is_announced_with_40960_bytes() {
    assertThat(TranscodedSize.of(10_240, TestArchives.metadata(true))).isEqualTo(40_960);
  }

  @ParameterizedTest
  @EnumSource
  void encrypting_gives_the_announced_bytes_again_and_again(SecureTarVersion version)
      throws IOException {
    byte[] plain = archive(Protection.NONE);
    TranscodedArchive encrypted = encrypted(plain, version);

    byte[] first = read(encrypted);
    byte[] second = read(encrypted);

    assertThat((long) first.length)
        .isEqualTo(encrypted.size().orElseThrow())
        .isEqualTo(TranscodedSize.of(plain.length, TestArchives.metadata(true)));
    assertThat(second).isEqualTo(first);
    Verification found = verify(first, Optional.of(Vectors.KEY));
    assertThat(found.measuredProtected()).isTrue();
    assertThat(found.metadata().isProtected()).isTrue();
    assertThat(found.parts()).allMatch(part -> part.format() == version.format());
    assertThat(found.fileBytes()).isEqualTo(verify(plain, Optional.empty()).fileBytes());
  }

  @ParameterizedTest
  @EnumSource
  void two_encryptions_differ(SecureTarVersion version) throws IOException {
    byte[] plain = archive(Protection.NONE);
    ArchiveTranscoder transcoder = ArchiveTranscoder.create();
    TranscodedArchive one =
        transcoder.encrypted(
            () -> new ByteArrayInputStream(plain),
            plain.length,
            TestArchives.metadata(true),
            Vectors.KEY,
            version);
    TranscodedArchive other =
        transcoder.encrypted(
            () -> new ByteArrayInputStream(plain),
            plain.length,
            TestArchives.metadata(true),
            Vectors.KEY,
            version);

    assertThat(read(one)).isNotEqualTo(read(other)).hasSameSizeAs(read(other));
  }

  @ParameterizedTest
  @EnumSource(names = {"V2", "V3"})
  void decrypting_gives_the_announced_bytes_again_and_again(Protection protection)
      throws IOException {
    byte[] archive = archive(protection);
    TranscodedArchive decrypted = decrypted(archive, Vectors.KEY);

    byte[] first = read(decrypted);

    assertThat((long) first.length).isEqualTo(decrypted.size().orElseThrow());
    assertThat(read(decrypted)).isEqualTo(first);
    Verification found = verify(first, Optional.empty());
    assertThat(found.measuredProtected()).isFalse();
    assertThat(found.metadata().isProtected()).isFalse();
    assertThat(part(first)).isEqualTo(part(archive(Protection.NONE)));
  }

  @Test
  void a_download_is_not_padded() throws IOException {
    byte[] archive = archive(Protection.V2);
    TranscodedArchive download =
        transcoder().decryptedForDownload(() -> new ByteArrayInputStream(archive), Vectors.KEY);

    byte[] bytes = read(download);

    assertThat(download.size()).isEmpty();
    assertThat(bytes.length % 10_240).isZero();
    assertThat(bytes.length).isLessThanOrEqualTo(archive.length);
    assertThat(verify(bytes, Optional.empty()).metadata())
        .isEqualTo(TestArchives.metadata(true).withProtected(false));
  }

  @ParameterizedTest
  @EnumSource(names = {"V2", "V3"})
  void a_wrong_key_is_an_error_of_the_reader(Protection protection) throws IOException {
    TranscodedArchive decrypted = decrypted(archive(protection), Secret.of("wrong"));

    assertThatThrownBy(() -> read(decrypted)).isInstanceOf(ArchiveException.WrongKey.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"V2", "V3"})
  void a_cut_source_is_an_error_of_the_reader(Protection protection) throws IOException {
    byte[] archive = archive(protection);
    byte[] cut = Arrays.copyOf(archive, archive.length / 2);

    assertThatThrownBy(() -> read(decrypted(cut, Vectors.KEY)))
        .isInstanceOf(ArchiveException.class);
  }

  @Test
  void version_1_is_refused() throws IOException {
    byte[] archive = Files.readAllBytes(Vectors.path("ha-v1-gz-2024.11.0.tar"));

    assertThatThrownBy(() -> read(decrypted(archive, Vectors.KEY)))
        .isInstanceOf(ArchiveException.Unsupported.class)
        .hasMessageContaining("On-the-fly decryption is not supported");
  }

  @Test
  void closing_in_the_middle_closes_the_source() throws IOException {
    byte[] plain = archive(Protection.NONE);
    AtomicBoolean closed = new AtomicBoolean();
    TranscodedArchive encrypted =
        transcoder()
            .encrypted(
                () ->
                    new ByteArrayInputStream(plain) {
                      @Override
                      public void close() {
                        closed.set(true);
                      }
                    },
                plain.length,
                TestArchives.metadata(true),
                Vectors.KEY,
                SecureTarVersion.V3);

    InputStream in = encrypted.open();
    assertThat(in.readNBytes(5000)).hasSize(5000);
    in.close();

    assertThat(closed).isTrue();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class);
  }

  @Test
  void unknown_keys_members_and_parts_are_kept_and_parts_are_protected() throws IOException {
    byte[] part = part(archive(Protection.NONE));
    String json =
        "{\"slug\":\"s\",\"name\":\"n\",\"date\":\"d\",\"protected\":false,\"crypto\":\"aes128\","
            + "\"docker\":{\"registries\":{}},\"homeassistant\":{\"version\":\"2026.1.0\"}}";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(bytes);
    member(tar, "./backup.json", json.getBytes(StandardCharsets.UTF_8));
    member(tar, "./homeassistant.tar.gz", part);
    member(tar, "unknown.tar.gz", part);
    member(tar, "notes.txt", "hello".getBytes(StandardCharsets.UTF_8));
    tar.finish();

    byte[] encrypted = read(encrypted(bytes.toByteArray(), SecureTarVersion.V2));

    Map<String, byte[]> members = members(encrypted);
    assertThat(members)
        .containsOnlyKeys("./backup.json", "./homeassistant.tar.gz", "unknown.tar.gz", "notes.txt");
    assertThat(members.get("./backup.json"))
        .asString(StandardCharsets.UTF_8)
        .contains("\"protected\":true", "\"crypto\":\"aes128\"", "\"docker\":{");
    assertThat(members.get("notes.txt")).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    assertThat(members.get("unknown.tar.gz")).startsWith((byte) 'S', (byte) 'e', (byte) 'c');
    assertThat(verify(encrypted, Optional.of(Vectors.KEY)).parts()).hasSize(2);
  }

  private static void member(TarWriter tar, String name, byte[] data) throws IOException {
    tar.begin(TarEntry.file(name, data.length, Instant.EPOCH));
    tar.write(data, 0, data.length);
  }

  private static byte[] part(byte[] archive) throws IOException {
    return Objects.requireNonNull(members(archive).get("homeassistant.tar.gz"));
  }

  private static Map<String, byte[]> members(byte[] archive) throws IOException {
    Map<String, byte[]> members = new HashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        members.put(entry.getName(), tar.readAllBytes());
      }
    }
    return members;
  }
}
