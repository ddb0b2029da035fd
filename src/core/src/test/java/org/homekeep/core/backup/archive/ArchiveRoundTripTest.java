package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.archive.write.WrittenArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveRoundTripTest {
  Path dir;
  Path source;
  Path archive;

  @BeforeEach
  void makeSource(@TempDir Path temp) throws IOException {
    dir = temp;
    source = Files.createDirectory(dir.resolve("source"));
    archive = dir.resolve("archive.tar");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, true, 1",
    "NONE, false, 2",
    "V2, true, 3",
    "V2, false, 4",
    "V3, true, 5",
    "V3, false, 6"
  })
  void random_trees_come_back_as_they_were(Protection protection, boolean compressed, long seed)
      throws IOException {
    TestTree.fill(source, seed);
    WrittenArchive written =
        TestArchives.writer()
            .write(
                TestArchives.request(TestArchives.part(source), protection, compressed),
                archive,
                ArchiveObserver.none());

    Path target = dir.resolve("target");
    new ArchiveExtractor(protection.key(), ExtractOptions.homeAssistant())
        .extract(archive, "homeassistant", target, ArchiveObserver.none());

    assertThat(TestTree.describe(target)).as("seed %d", seed).isEqualTo(TestTree.describe(source));
    assertThat(written.size()).isEqualTo(Files.size(archive));
    assertThat(written.warnings()).isEmpty();
    Verification found =
        new ArchiveVerifier(protection.key(), ArchiveLimits.standard()).verify(archive);
    assertThat(found.members()).isEqualTo(written.fileCount());
    assertThat(found.fileBytes()).isEqualTo(written.plaintextSize());
    assertThat(found.parts()).allMatch(part -> part.format() == protection.format);
    assertThat(found.metadata())
        .isEqualTo(TestArchives.metadata(compressed).withProtected(protection != Protection.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void same_input_and_randomness_give_the_same_bytes(Protection protection) throws IOException {
    TestTree.fill(source, 7);
    Path again = dir.resolve("again.tar");

    TestArchives.write(source, archive, protection);
    TestArchives.write(source, again, protection);

    assertThat(Files.mismatch(archive, again)).isEqualTo(-1);
  }

  @Test
  void version_2_opens_with_a_decoder_made_of_the_jdk_alone() throws Exception {
    TestTree.fill(source, 8);
    TestArchives.write(source, archive, Protection.V2);

    byte[] part = memberByHand(Files.readAllBytes(archive), "homeassistant.tar.gz");
    byte[] inner = decryptByHand(part, "correct horse battery staple");

    TreeSet<String> names = new TreeSet<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(inner)), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring("data/".length());
        names.add(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
        if (entry.isFile() && !entry.isSymbolicLink()) {
          assertThat(Vectors.sha256(tar.readAllBytes()))
              .isEqualTo(Vectors.sha256(Files.readAllBytes(source.resolve(name))));
        }
      }
    }
    assertThat(names).isEqualTo(TestTree.describe(source).keySet());
  }

  /** securetar.md, version 2, and nothing of ours. */
  private static byte[] decryptByHand(byte[] part, String password)
      throws GeneralSecurityException {
    assertThat(new String(part, 0, 9, StandardCharsets.US_ASCII)).isEqualTo("SecureTar");
    assertThat(Arrays.copyOfRange(part, 9, 16)).containsExactly(2, 0, 0, 0, 0, 0, 0);
    long size = ByteBuffer.wrap(part).getLong(16);
    assertThat((long) part.length).isEqualTo(48 + size + 16 - size % 16);
    byte[] salt = Arrays.copyOfRange(part, 32, 48);
    byte[] key = hundredTimes(password.getBytes(StandardCharsets.UTF_8));
    byte[] keyAndSalt = ByteBuffer.allocate(32).put(key).put(salt).array();
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new IvParameterSpec(hundredTimes(keyAndSalt)));
    byte[] plaintext = cipher.doFinal(part, 48, part.length - 48);
    assertThat((long) plaintext.length).isEqualTo(size);
    return plaintext;
  }

  private static byte[] hundredTimes(byte[] start) throws GeneralSecurityException {
    byte[] value = start;
    for (int i = 0; i < 100; i++) {
      value = MessageDigest.getInstance("SHA-256").digest(value);
    }
    return Arrays.copyOf(value, 16);
  }

  private static byte[] memberByHand(byte[] archive, String name) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      assertThat(tar.getNextEntry().getName()).isEqualTo("./backup.json");
      TarArchiveEntry part = tar.getNextEntry();
      assertThat(part.getName()).isEqualTo(name);
      byte[] data = tar.readAllBytes();
      assertThat(tar.getNextEntry()).isNull();
      return data;
    }
  }

  @Test
  void the_outer_tar_has_the_shape_of_home_assistants() throws IOException {
    TestTree.fill(source, 9);
    TestArchives.write(source, archive, Protection.V2);

    byte[] bytes = Files.readAllBytes(archive);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes), "UTF-8")) {
      TarArchiveEntry json = tar.getNextEntry();
      assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"compressed\":true,\"date\":\"2026-01-30T05:42:12.345678-08:00\","
                  + "\"extra\":{\"instance_id\":\"abc\",\"with_automatic_settings\":false},"
                  + "\"homeassistant\":{\"exclude_database\":false,\"version\":\"2026.1.0\"},"
                  + "\"name\":\"Custom backup ü\",\"protected\":true,\"slug\":\"27e0ff0f\","
                  + "\"type\":\"partial\",\"version\":2}");
      assertThat(json.getLastModifiedTime().toInstant()).isEqualTo("2026-01-30T13:42:12Z");
      TarArchiveEntry part = tar.getNextEntry();
      assertThat(part.getLastModifiedTime().toInstant()).isEqualTo(TestArchives.CLOCK.instant());
      assertThat(part.getMode() & 0777).isEqualTo(0644);
    }
    assertThat(bytes.length % 10_240).isZero();
    assertThat(bytes).startsWith("./backup.json\0".getBytes(StandardCharsets.US_ASCII));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
  }

  @Test
  void the_gzip_header_has_no_name_and_no_time() throws IOException {
    TestTree.fill(source, 10);
    TestArchives.write(source, archive, Protection.NONE);

    byte[] part = memberByHand(Files.readAllBytes(archive), "homeassistant.tar.gz");

    assertThat(HexFormat.of().formatHex(part, 0, 9)).isEqualTo("1f8b08000000000000");
  }

  @Test
  void the_systems_tar_reads_what_was_written() throws Exception {
    TestTree.fill(source, 11);
    TestArchives.write(source, archive, Protection.NONE);
    Path outer = Files.createDirectory(dir.resolve("outer"));
    Path inner = Files.createDirectory(dir.resolve("inner"));

    run("tar", "-xpf", archive.toString(), "-C", outer.toString());
    run("tar", "-xpzf", outer.resolve("homeassistant.tar.gz").toString(), "-C", inner.toString());

    assertThat(TestTree.describe(inner.resolve("data"))).isEqualTo(TestTree.describe(source));
    assertThat(MetadataJson.parse(Files.readAllBytes(outer.resolve("backup.json"))).slug())
        .isEqualTo("27e0ff0f");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  @Test
  void compression_stays_close_to_gzip() throws Exception {
    for (int i = 0; i < 50; i++) {
      Files.writeString(
          source.resolve("f" + i),
          "- id: '" + i + "'\n  alias: light " + i * 7919 + "\n".repeat(400));
    }
    Files.write(source.resolve("noise"), Vectors.deterministic("noise", 200_000));
    TestArchives.write(source, archive, Protection.NONE);
    byte[] part = memberByHand(Files.readAllBytes(archive), "homeassistant.tar.gz");
    Path tar = dir.resolve("plain.tar");
    Files.write(tar, new GZIPInputStream(new ByteArrayInputStream(part)).readAllBytes());

    run("gzip", "-6", "-k", tar.toString());

    assertThat((double) part.length).isLessThan(1.03 * Files.size(dir.resolve("plain.tar.gz")));
  }

  @Test
  void metadata_of_a_stream_needs_only_its_beginning() throws IOException {
    TestTree.fill(source, 12);
    TestArchives.write(source, archive, Protection.V3);
    byte[] beginning = Arrays.copyOf(Files.readAllBytes(archive), 2048);

    try (InputStream in = new ByteArrayInputStream(beginning)) {
      assertThat(ArchiveInspector.metadata(in).isProtected()).isTrue();
    }
  }

  @Test
  void a_key_is_asked_for_when_none_is_given() throws IOException {
    TestTree.fill(source, 13);
    TestArchives.write(source, archive, Protection.V2);

    assertThatThrownBy(
            () -> new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard()).verify(archive))
        .isInstanceOf(ArchiveException.KeyRequired.class);
  }
}
