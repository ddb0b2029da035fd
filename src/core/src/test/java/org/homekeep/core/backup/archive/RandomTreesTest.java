package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.transcode.ArchiveTranscoder;
import org.homekeep.core.backup.archive.transcode.TranscodedArchive;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories of all kinds through every format, and read by programs that are not ours. */
class RandomTreesTest {
  private Path dir;
  private Path source;
  private Map<String, String> expected;

  @BeforeEach
  void makeSource(@TempDir Path temp) throws IOException {
    dir = temp;
    source = Files.createDirectory(dir.resolve("source"));
    Random random = Seed.random("a tree");
    RandomTree.fill(source, random);
    expected = RandomTree.describe(source);
  }

  private Path write(Protection protection, boolean compressed) throws IOException {
    PartSource part =
        PartSource.homeAssistant(source, Exclusions.none(), Map.of(), Omissions.none());
    ArchiveRequest request = TestArchives.request(part, protection, compressed);
    Path archive = dir.resolve("archive.tar");
    TestArchives.writer().write(request, archive, ArchiveObserver.none());
    return archive;
  }

  private Map<String, String> extracted(Path archive, Protection protection) throws IOException {
    Path target = Files.createTempDirectory(dir, "target");
    new ArchiveExtractor(protection.key(), ExtractOptions.homeAssistant().withSync(false))
        .extract(archive, "homeassistant", target, ArchiveObserver.none());
    return RandomTree.describe(target);
  }

  @ParameterizedTest
  @CsvSource({"NONE, true", "NONE, false", "V2, true", "V2, false", "V3, true", "V3, false"})
  void a_tree_comes_back_as_it_was(Protection protection, boolean compressed) throws IOException {
    assertThat(extracted(write(protection, compressed), protection)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"NONE, true", "NONE, false", "V2, true", "V2, false"})
  void tar_and_a_cipher_of_the_jdk_read_the_same(Protection protection, boolean compressed)
      throws Exception {
    assertThat(untarred(write(protection, compressed), protection)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"V2, true", "V2, false", "V3, true", "V3, false"})
  void encrypted_on_the_way_and_decrypted_again_it_is_the_same(
      Protection protection, boolean compressed) throws Exception {
    Path plain = write(Protection.NONE, compressed);
    ArchiveMetadata metadata = ArchiveInspector.metadata(plain);
    ArchiveTranscoder transcoder = ArchiveTranscoder.create();

    TranscodedArchive encrypted =
        transcoder.encrypted(
            () -> Files.newInputStream(plain),
            Files.size(plain),
            metadata,
            Vectors.KEY,
            protection.version());
    Path sent = saved(encrypted, "sent.tar");
    TranscodedArchive decrypted =
        transcoder.decrypted(
            () -> Files.newInputStream(sent),
            Files.size(sent),
            ArchiveInspector.metadata(sent),
            Vectors.KEY);
    Path back = saved(decrypted, "back.tar");

    assertThat(encrypted.size()).hasValue(Files.size(sent));
    assertThat(extracted(sent, protection)).isEqualTo(expected);
    assertThat(untarred(back, Protection.NONE)).isEqualTo(expected);
  }

  private Path saved(TranscodedArchive archive, String name) throws IOException {
    Path file = dir.resolve(name);
    try (InputStream in = archive.open()) {
      Files.copy(in, file);
    }
    return file;
  }

  /** What {@code tar} makes of it; of the cipher nothing is ours. */
  private Map<String, String> untarred(Path archive, Protection protection) throws Exception {
    Path outer = Files.createTempDirectory(dir, "outer");
    run(new byte[0], "tar", "-xf", archive.toString(), "-C", outer.toString());
    Path part = outer.resolve("homeassistant.tar.gz");
    boolean compressed = Files.exists(part);
    byte[] bytes = Files.readAllBytes(compressed ? part : outer.resolve("homeassistant.tar"));
    byte[] tar = protection == Protection.V2 ? decrypted(bytes) : bytes;
    Path inner = Files.createTempDirectory(dir, "inner");
    run(tar, "tar", compressed ? "-xpzf" : "-xpf", "-", "-C", inner.toString());
    return RandomTree.describe(inner.resolve("data"));
  }

  private static byte[] decrypted(byte[] part) throws GeneralSecurityException {
    byte[] key = hundredTimes(Vectors.KEY.reveal().getBytes(StandardCharsets.UTF_8));
    byte[] both = ByteBuffer.allocate(32).put(key).put(part, 32, 16).array();
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new IvParameterSpec(hundredTimes(both)));
    return cipher.doFinal(part, 48, part.length - 48);
  }

  private static byte[] hundredTimes(byte[] start) throws GeneralSecurityException {
    byte[] value = start;
    for (int i = 0; i < 100; i++) {
      value = MessageDigest.getInstance("SHA-256").digest(value);
    }
    return Arrays.copyOf(value, 16);
  }

  private void run(byte[] input, String... command) throws IOException, InterruptedException {
    Path in = Files.write(Files.createTempFile(dir, "input", ""), input);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(in.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
