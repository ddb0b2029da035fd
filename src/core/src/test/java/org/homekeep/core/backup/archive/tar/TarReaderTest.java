package org.homekeep.core.backup.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.homekeep.core.backup.archive.ArchiveException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static final String LONG = "d/".repeat(60) + "ü".repeat(150);

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void long_names_of_other_writers_are_read(int style) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(style);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
      TarArchiveEntry entry = new TarArchiveEntry(LONG);
      entry.setSize(3);
      entry.setUserId(3_000_000_000L);
      tar.putArchiveEntry(entry);
      tar.write("abc".getBytes(StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
      tar.putArchiveEntry(new TarArchiveEntry("next"));
      tar.closeArchiveEntry();
    }

    TarReader reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));

    TarEntry first = reader.next().orElseThrow();
    assertThat(first.name()).hasToString(LONG);
    assertThat(first.uid()).isEqualTo(3_000_000_000L);
    assertThat(reader.body().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("abc");
    assertThat(reader.next().orElseThrow().name()).hasToString("next");
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1760000000, 250000000",
    "0, 0",
    "-5, 0",
    "-5, 500000000",
    "253402300799, 999999999",
    "1, 1"
  })
  void times_survive(long seconds, int nanos) throws IOException {
    Instant time = Instant.ofEpochSecond(seconds, nanos);
    byte[] header = TarHeaders.encode(TarEntry.file("a", 0, time));

    TarEntry read = new TarReader(new ByteArrayInputStream(header)).next().orElseThrow();

    assertThat(read.modified()).isEqualTo(time);
  }

  @Test
  void sizes_of_terabytes_and_unknown_records_survive() throws IOException {
    TarEntry entry =
        TarEntry.file("ü", 5L << 40, Instant.EPOCH)
            .withExtra(Map.of("_securetar.version", RawText.of("2.0")));

    TarEntry read =
        new TarReader(new ByteArrayInputStream(TarHeaders.encode(entry))).next().orElseThrow();

    assertThat(read).isEqualTo(entry);
  }

  @Test
  void a_tar_without_its_end_is_truncated() throws IOException {
    byte[] header = TarHeaders.encode(TarEntry.file("a", 0, Instant.EPOCH));
    TarReader reader = new TarReader(new ByteArrayInputStream(header));
    reader.next();

    assertThatThrownBy(reader::next).isInstanceOf(ArchiveException.Truncated.class);
  }

  @Test
  void endless_extended_headers_are_refused() throws IOException {
    byte[] records = ("600000 a=" + "x".repeat(599_990) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      TarEntry entry = TarEntry.file("pax", records.length, Instant.EPOCH);
      byte[] header = TarHeaders.encode(entry);
      header[TarFormat.TYPE_AT] = 'x';
      bytes.writeBytes(withChecksum(header));
      bytes.writeBytes(records);
      bytes.writeBytes(new byte[TarFormat.padding(records.length)]);
    }
    TarReader reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));

    assertThatThrownBy(reader::next).isInstanceOf(ArchiveException.LimitExceeded.class);
  }

  private static byte[] withChecksum(byte[] header) {
    Arrays.fill(header, TarFormat.CHECKSUM_AT, TarFormat.CHECKSUM_AT + 8, (byte) ' ');
    byte[] sum =
        String.format(Locale.ROOT, "%06o\0", TarHeaders.unsignedSum(header))
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(sum, 0, header, TarFormat.CHECKSUM_AT, sum.length);
    return header;
  }
}
