package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every byte of a small archive, changed in three ways, one at a time; where that takes long, some
 * of the bytes, and all of them with {@code -Dtest.jvm.args='-Xmx512m -Dchanges=all'}.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class SingleByteChangeTest {
  private static final int ROOT_SALT_AT = 32;
  private static final int ROOT_SALT_END = 48;
  private static final int HEADER_END = 136;

  /** A prime, so that it does not meet the same place of every block. */
  private static final int STEP = "all".equals(System.getProperty("changes")) ? 1 : 37;

  private final Random random = Seed.random("changes of single bytes");
  private Path source;
  private Path archive;

  /** How the changes of some bytes ended. */
  private static final class Outcomes {
    private int refused;
    private int readOtherwise;
    private int all;

    /** Whether every change was refused, and not for want of changes. */
    boolean allRefused() {
      return all > 0 && refused == all;
    }

    @Override
    public String toString() {
      return "%d of %d refused, %d read otherwise".formatted(refused, all, readOtherwise);
    }
  }

  /** Reads what was changed and tells it apart from what it was. */
  private interface Reader {
    Object read(byte[] bytes) throws IOException;
  }

  @BeforeEach
  void makeArchive(@TempDir Path dir) throws IOException {
    source = Files.createDirectory(dir.resolve("source"));
    Files.writeString(source.resolve("configuration.yaml"), "recorder:\n  purge_keep_days: 10\n");
    Files.writeString(source.resolve("secrets.yaml"), "wifi: 0123456789abcdef\n");
    Files.createSymbolicLink(source.resolve("link"), Path.of("configuration.yaml"));
    archive = dir.resolve("archive.tar");
  }

  private byte[] archive(Protection protection, boolean compressed) throws IOException {
    TestArchives.writer()
        .write(
            TestArchives.request(TestArchives.part(source), protection, compressed),
            archive,
            ArchiveObserver.none());
    return Files.readAllBytes(archive);
  }

  private static byte[] part(byte[] archive) throws IOException {
    OuterTar tar = new OuterTar(new ByteArrayInputStream(archive));
    while (tar.next().orElseThrow().partName().isEmpty()) {
      // The part is what is looked for.
    }
    return tar.body().readAllBytes();
  }

  private Outcomes change(byte[] bytes, int from, int to, Reader reader) throws IOException {
    return change(bytes, from, to, 1, reader);
  }

  private Outcomes change(byte[] bytes, int from, int to, int step, Reader reader)
      throws IOException {
    Object before = reader.read(bytes);
    Outcomes outcomes = new Outcomes();
    for (int at = from; at < to; at += step) {
      for (int change : new int[] {1, 0x80, 1 + random.nextInt(255)}) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) change;
        outcomes.all++;
        try {
          outcomes.readOtherwise += before.equals(reader.read(changed)) ? 0 : 1;
        } catch (ArchiveException noticed) {
          outcomes.refused++;
        }
      }
    }
    return outcomes;
  }

  /** Reads a part to its end; gives a digest of everything that is in it. */
  private static Reader partReader(PartOpener opener) {
    return bytes -> {
      TarEntry entry = TarEntry.file("homeassistant.tar.gz", bytes.length, Instant.EPOCH);
      OuterMember member = OuterMember.of(entry);
      InputStream in = new ByteArrayInputStream(bytes);
      StringBuilder content = new StringBuilder();
      try (PartTar tar =
          PartTar.open(PartProbe.probe(member, in, true), opener, ArchiveLimits.standard())) {
        for (var next = tar.next(); next.isPresent(); next = tar.next()) {
          content.append(next.get()).append(Arrays.toString(tar.body().readAllBytes()));
        }
        tar.finish();
      }
      return content.toString();
    };
  }

  private static PartOpener opener() {
    return new PartOpener(Optional.of(Vectors.KEY));
  }

  @Test
  void version_3_refuses_every_one_within_its_part() throws IOException {
    byte[] part = part(archive(Protection.V3, true));
    Reader keepsItsKey = partReader(opener());

    assertThat(change(part, 0, ROOT_SALT_AT, keepsItsKey)).matches(Outcomes::allRefused);
    assertThat(change(part, ROOT_SALT_AT, ROOT_SALT_END, partReader(opener())))
        .matches(Outcomes::allRefused);
    assertThat(change(part, ROOT_SALT_END, part.length, keepsItsKey)).matches(Outcomes::allRefused);
  }

  @Test
  void version_3_refuses_every_one_within_its_part_without_compression() throws IOException {
    byte[] part = part(archive(Protection.V3, false));

    Reader reader = partReader(opener());
    int tail = part.length - 40;

    // The header is that of the compressed one.
    assertThat(change(part, HEADER_END, tail, STEP, reader)).matches(Outcomes::allRefused);
    assertThat(change(part, tail, part.length, reader)).matches(Outcomes::allRefused);
  }

  @Test
  void version_2_notices_nearly_all_by_the_checksum_of_what_is_compressed() throws IOException {
    byte[] part = part(archive(Protection.V2, true));

    Outcomes outcomes = change(part, 0, part.length, partReader(opener()));

    System.out.println("version 2, compressed: " + outcomes);
    assertThat(outcomes.refused).isGreaterThanOrEqualTo(outcomes.all * 999 / 1000);
    assertThat(outcomes.readOtherwise).isZero();
  }

  @Test
  void version_2_without_compression_notices_only_what_breaks_the_tar() throws IOException {
    byte[] part = part(archive(Protection.V2, false));

    Outcomes outcomes = change(part, 0, part.length, STEP, partReader(opener()));

    System.out.println("version 2, not compressed: " + outcomes);
    assertThat(outcomes.refused).isBetween(outcomes.all / 10, outcomes.all * 9 / 10);
  }

  @Test
  void what_lies_around_the_part_is_not_covered_by_any_version() throws IOException {
    byte[] bytes = archive(Protection.V2, true);
    ArchiveVerifier verifier =
        new ArchiveVerifier(Optional.of(Vectors.KEY), ArchiveLimits.standard());
    Reader reader =
        changed -> {
          Verification found = verifier.verify(new ByteArrayInputStream(changed));
          return found.metadata() + " " + found.parts();
        };
    int json = MetadataJson.write(TestArchives.metadata(true).withProtected(true)).length;
    int partAt = indexOf(bytes, "SecureTar".getBytes(StandardCharsets.US_ASCII));

    Outcomes header = change(bytes, 0, 512, 7, reader);
    Outcomes metadata = change(bytes, 512, 512 + json, reader);
    Outcomes headerOfPart = change(bytes, partAt - 3 * 512, partAt, 7, reader);

    System.out.println("header of backup.json: " + header);
    System.out.println("backup.json: " + metadata);
    System.out.println("headers of the part: " + headerOfPart);
    assertThat(metadata.readOtherwise).isPositive();
    assertThat(header.refused).isGreaterThan(header.all * 9 / 10);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("It is not there.");
  }
}
