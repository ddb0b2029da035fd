package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.transcode.ArchiveSource;
import org.homekeep.core.backup.archive.transcode.ArchiveTranscoder;
import org.homekeep.core.backup.archive.transcode.EncryptionJournal;
import org.homekeep.core.backup.archive.transcode.TranscodedArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResumedTranscodingTest {
  private static final int CUTS = 6;

  private final Random random = Seed.random("trees and cuts");
  private final ArchiveTranscoder transcoder = ArchiveTranscoder.create();

  Path dir;

  @BeforeEach
  void remember(@TempDir Path temp) {
    dir = temp;
  }

  private byte[] archive(Protection protection, boolean compressed) throws IOException {
    Path source = Files.createDirectory(dir.resolve("source" + random.nextLong()));
    TestTree.fill(source, random.nextLong());
    // Large enough for several chunks of version 3.
    byte[] noise = new byte[random.nextInt(3 << 20)];
    random.nextBytes(noise);
    Files.write(source.resolve("noise"), noise);
    Path file = dir.resolve(random.nextLong() + ".tar");
    TestArchives.writer()
        .write(
            TestArchives.request(TestArchives.part(source), protection, compressed),
            file,
            ArchiveObserver.none());
    return Files.readAllBytes(file);
  }

  private static ArchiveSource source(byte[] bytes) {
    return () -> new ByteArrayInputStream(bytes);
  }

  private TranscodedArchive encrypted(byte[] plain, SecureTarVersion version) {
    return transcoder.encrypted(
        source(plain), plain.length, TestArchives.metadata(true), Vectors.KEY, version);
  }

  private static byte[] read(TranscodedArchive archive, long from) throws IOException {
    try (InputStream in = archive.open(from)) {
      return in.readAllBytes();
    }
  }

  /** As another process would get it. */
  private static EncryptionJournal kept(TranscodedArchive archive) throws IOException {
    return EncryptionJournal.parse(archive.journal().orElseThrow().toJson());
  }

  static Stream<Arguments> encryptions() {
    return Stream.of(SecureTarVersion.values())
        .flatMap(
            version -> Stream.of(true, false).map(compressed -> Arguments.of(version, compressed)));
  }

  @ParameterizedTest
  @MethodSource("encryptions")
  void an_encryption_goes_on_from_any_byte_in_another_process(
      SecureTarVersion version, boolean compressed) throws IOException {
    byte[] plain = archive(Protection.NONE, compressed);
    TranscodedArchive first = encrypted(plain, version);
    byte[] whole = read(first, 0);

    TranscodedArchive second =
        ArchiveTranscoder.create().resumed(source(plain), plain.length, Vectors.KEY, kept(first));

    assertThat(second.size()).hasValue(whole.length);
    assertThat(second.journal()).isEqualTo(first.journal());
    assertRests(second, whole);
  }

  @ParameterizedTest
  @EnumSource(names = {"V2", "V3"})
  void a_decryption_goes_on_from_any_byte(Protection protection) throws IOException {
    byte[] archive = archive(protection, true);
    TranscodedArchive decrypted =
        transcoder.decrypted(
            source(archive), archive.length, TestArchives.metadata(true), Vectors.KEY);

    assertRests(decrypted, read(decrypted, 0));
    assertThat(decrypted.journal()).isEmpty();
  }

  private void assertRests(TranscodedArchive archive, byte[] whole) throws IOException {
    List<Integer> edges = List.of(0, 1, 511, 512, whole.length - 1, whole.length);
    int[] cuts =
        Stream.concat(
                edges.stream(), Stream.generate(() -> random.nextInt(whole.length)).limit(CUTS))
            .mapToInt(cut -> cut)
            .toArray();
    for (int cut : cuts) {
      assertThat(read(archive, cut))
          .as("from %d", cut)
          .isEqualTo(Arrays.copyOfRange(whole, cut, whole.length));
    }
  }

  @Test
  void behind_the_end_there_is_nothing_to_read() throws IOException {
    TranscodedArchive encrypted = encrypted(archive(Protection.NONE, true), SecureTarVersion.V2);

    assertThat(read(encrypted, encrypted.size().orElseThrow() + 1)).isEmpty();
    assertThatThrownBy(() -> encrypted.open(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_journal_exists_only_once_the_whole_was_measured() throws IOException {
    TranscodedArchive encrypted = encrypted(archive(Protection.NONE, true), SecureTarVersion.V2);

    assertThat(encrypted.journal()).isEmpty();
    read(encrypted, 0);
    assertThat(encrypted.journal()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void another_key_is_refused_when_an_encryption_goes_on(SecureTarVersion version)
      throws IOException {
    byte[] plain = archive(Protection.NONE, true);
    TranscodedArchive encrypted = encrypted(plain, version);
    read(encrypted, 0);
    EncryptionJournal journal = kept(encrypted);

    assertThatThrownBy(
            () -> transcoder.resumed(source(plain), plain.length, Secret.of("another"), journal))
        .isInstanceOf(ArchiveException.WrongKey.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_source_of_other_bytes_is_refused_when_an_encryption_goes_on(SecureTarVersion version)
      throws IOException {
    byte[] plain = archive(Protection.NONE, false);
    TranscodedArchive encrypted = encrypted(plain, version);
    read(encrypted, 0);
    EncryptionJournal journal = kept(encrypted);
    byte[] changed = plain.clone();
    changed[plain.length / 2] ^= 1;

    assertThatThrownBy(
            () -> transcoder.resumed(source(changed), changed.length, Vectors.KEY, journal))
        .isInstanceOf(ArchiveException.SourceChanged.class);
    assertThatThrownBy(
            () -> transcoder.resumed(source(plain), plain.length + 512L, Vectors.KEY, journal))
        .isInstanceOf(ArchiveException.SourceChanged.class);
  }

  @Test
  void a_source_that_changes_between_two_readings_never_gives_a_last_byte() throws IOException {
    byte[] plain = archive(Protection.NONE, false);
    TranscodedArchive encrypted = encrypted(plain, SecureTarVersion.V2);
    int size = read(encrypted, 0).length;
    plain[plain.length / 2] ^= 1;

    try (InputStream in = encrypted.open(size - 1)) {
      assertThatThrownBy(in::read).isInstanceOf(ArchiveException.SourceChanged.class);
    }
  }

  @Test
  void a_damaged_journal_is_refused() throws IOException {
    TranscodedArchive encrypted = encrypted(archive(Protection.NONE, true), SecureTarVersion.V3);
    read(encrypted, 0);
    String json = encrypted.journal().orElseThrow().toJson();

    for (String bad :
        List.of(
            "", "[]", "{}", json.substring(9), json.replace("\"version\":3", "\"version\":9"))) {
      assertThatThrownBy(() -> EncryptionJournal.parse(bad))
          .as(bad)
          .isInstanceOf(ArchiveException.InvalidMetadata.class);
    }
  }

  @Test
  void a_journal_holds_no_key() throws IOException {
    TranscodedArchive encrypted = encrypted(archive(Protection.NONE, true), SecureTarVersion.V2);
    read(encrypted, 0);

    assertThat(encrypted.journal().orElseThrow().toJson()).doesNotContain(Vectors.KEY.reveal());
  }

  @Test
  void closing_while_another_thread_reads_over_the_beginning_ends_that_thread() throws Exception {
    byte[] plain = archive(Protection.NONE, true);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    TranscodedArchive encrypted =
        transcoder.encrypted(
            () ->
                new FilterInputStream(new ByteArrayInputStream(plain)) {
                  @Override
                  public int read(byte[] buffer, int offset, int length) throws IOException {
                    reading.countDown();
                    awaitUninterruptibly(closed);
                    return super.read(buffer, offset, length);
                  }

                  @Override
                  public void close() {
                    closed.countDown();
                  }
                },
            plain.length,
            TestArchives.metadata(true),
            Vectors.KEY,
            SecureTarVersion.V2);
    InputStream in = encrypted.open(encrypted.size().orElseThrow() - 1);
    FutureTask<Integer> reader = new FutureTask<>(in::read);
    new Thread(reader, "reader").start();
    reading.await();

    in.close();

    assertThatThrownBy(reader::get).hasCauseInstanceOf(IOException.class);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
