package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarWriter;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives with random changes: every outcome is a result or a typed error, never anything else.
 */
class HostileArchiveTest {
  private static final int ROUNDS = 300;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void random_changes_end_in_typed_errors(long seed, @TempDir Path dir) throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    Files.createDirectories(source.resolve("sub/deeper"));
    Files.writeString(source.resolve("sub/ü" + "x".repeat(120)), "content");
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub"));
    Path archive = dir.resolve("archive.tar");
    ArchiveRequest request =
        TestArchives.request(TestArchives.part(source), Protection.NONE, false);
    TestArchives.writer().write(request, archive, ArchiveObserver.none());
    byte[] bytes = Files.readAllBytes(archive);
    Random random = new Random(seed);

    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = bytes.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      repairChecksums(changed, random);
      refused += refused(changed, dir.resolve("out-" + round)) ? 1 : 0;
    }

    assertThat(refused).as("seed %d", seed).isBetween(1, ROUNDS);
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.filter(path -> !path.getFileName().toString().startsWith("out-")))
          .containsExactlyInAnyOrder(source, archive);
    }
  }

  /** Makes half of the changed headers valid again, so that what is behind them is reached. */
  private static void repairChecksums(byte[] archive, Random random) {
    for (int at = 0; at + 512 <= archive.length; at += 512) {
      if (archive[at + 257] == 'u' && archive[at + 258] == 's' && random.nextBoolean()) {
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
          sum += i >= 148 && i < 156 ? 0 : archive[at + i] & 0xff;
        }
        String octal = Integer.toOctalString(sum + 01000000).substring(1);
        for (int i = 0; i < 6; i++) {
          archive[at + 148 + i] = (byte) octal.charAt(i);
        }
        archive[at + 154] = 0;
        archive[at + 155] = ' ';
      }
    }
  }

  private static boolean refused(byte[] archive, Path target) throws IOException {
    boolean refused = false;
    try {
      new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard())
          .verify(new ByteArrayInputStream(archive));
    } catch (ArchiveException e) {
      assertThat(e.getMessage()).isNotBlank();
      refused = true;
    }
    try {
      new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant().withSync(false))
          .extract(
              new ByteArrayInputStream(archive), "homeassistant", target, ArchiveObserver.none());
    } catch (ArchiveException e) {
      refused = true;
    }
    return refused;
  }

  @Test
  void what_is_no_tar_is_no_archive() {
    for (byte[] bytes :
        new byte[][] {
          {}, {1, 2, 3}, new byte[10_240], "x".repeat(9000).getBytes(StandardCharsets.US_ASCII)
        }) {
      assertThat(verified(bytes)).isInstanceOf(ArchiveException.NotAnArchive.class);
    }
  }

  @Test
  void a_tar_without_backup_json_is_no_archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(bytes);
    tar.begin(TarEntry.file("a", 0, Instant.EPOCH));
    tar.finish();

    assertThat(verified(bytes.toByteArray())).isInstanceOf(ArchiveException.NotAnArchive.class);
  }

  @Test
  void an_announced_part_that_is_not_there_is_missing() throws IOException {
    byte[] json = MetadataJson.write(TestArchives.metadata(true));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(bytes);
    tar.begin(TarEntry.file("backup.json", json.length, Instant.EPOCH));
    tar.write(json, 0, json.length);
    tar.finish();

    assertThat(verified(bytes.toByteArray())).isInstanceOf(ArchiveException.MissingPart.class);
  }

  private static Throwable verified(byte[] bytes) {
    return catchThrowable(
        () ->
            new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard())
                .verify(new ByteArrayInputStream(bytes)));
  }
}
