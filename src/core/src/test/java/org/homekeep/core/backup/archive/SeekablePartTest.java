package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.cbc.StartCheck;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.BlockOutput;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.securetar.Seekable;
import org.homekeep.core.backup.archive.v1.SecureTarV1;
import org.homekeep.core.backup.archive.v2.SecureTarV2;
import org.homekeep.core.backup.archive.v3.SecureTarV3;
import org.homekeep.core.backup.archive.v3.StreamMarks;
import org.homekeep.core.backup.archive.v3.V3Opener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeekablePartTest {
  private static final int CHUNK = 1 << 20;

  private final Random random = Seed.random("offsets");
  private final V3Opener opener = new V3Opener(Vectors.KEY);

  private ArchiveCipher cipher(SecureTarVersion version) {
    Randomness salts = random::nextBytes;
    return version == SecureTarVersion.V2
        ? new SecureTarV2(Vectors.KEY, salts)
        : new SecureTarV3(Vectors.KEY, salts);
  }

  private static byte[] encrypted(PartCipher cipher, byte[] plaintext) throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(cipher.header(plaintext.length));
    try (OutputStream out = new BlockOutput(part, cipher.encryptor())) {
      out.write(plaintext);
    }
    return part.toByteArray();
  }

  private static Seekable seekable(byte[] bytes) {
    return new Seekable() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream from(long offset) {
        int at = (int) Math.min(offset, bytes.length);
        return new ByteArrayInputStream(bytes, at, bytes.length - at);
      }
    };
  }

  private Seekable decrypted(byte[] part, SecureTarVersion version) throws IOException {
    SecureTarHeader header = SecureTarHeader.parse(part, part.length).orElseThrow();
    return version == SecureTarVersion.V2
        ? SecureTarV2.decrypt(header, seekable(part), Vectors.KEY, StartCheck.none())
        : opener.decrypt(header, seekable(part), new StreamMarks());
  }

  @ParameterizedTest
  @EnumSource
  void any_offset_gives_the_rest(SecureTarVersion version) throws IOException {
    ArchiveCipher cipher = cipher(version);
    for (int size : new int[] {0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5}) {
      byte[] plaintext = new byte[size];
      random.nextBytes(plaintext);
      byte[] part = encrypted(cipher.nextPart(), plaintext);
      Seekable whole = decrypted(part, version);

      assertThat(whole.size()).isEqualTo(size);
      for (int i = 0; i < 8; i++) {
        int offset = i < 2 ? i * size : random.nextInt(size + 1);
        // As often as not without anything known of the stream.
        Seekable read = random.nextBoolean() ? whole : decrypted(part, version);
        assertThat(read.from(offset).readAllBytes())
            .as("%d of %d", offset, size)
            .isEqualTo(Arrays.copyOfRange(plaintext, offset, size));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_cut_part_is_refused_from_any_offset(SecureTarVersion version) throws IOException {
    byte[] part = encrypted(cipher(version).nextPart(), new byte[2 * CHUNK + 77]);
    for (int length : new int[] {part.length - 1, part.length - 100, CHUNK + 500, 300}) {
      byte[] cut = Arrays.copyOf(part, length);
      for (int offset : new int[] {0, 100, CHUNK + 3, 2 * CHUNK + 70}) {
        assertThatThrownBy(() -> decrypted(cut, version).from(offset).readAllBytes())
            .as("cut to %d, read from %d", length, offset)
            .isInstanceOf(ArchiveException.class);
      }
    }
  }

  @Test
  void a_changed_chunk_of_version_3_is_refused_and_others_are_read() throws IOException {
    byte[] part = encrypted(cipher(SecureTarVersion.V3).nextPart(), new byte[3 * CHUNK]);
    part[136 + CHUNK + 17 + 500] ^= 1;
    Seekable plain = decrypted(part, SecureTarVersion.V3);

    assertThat(plain.from(2L * CHUNK + 9).readAllBytes()).hasSize(CHUNK - 9);
    assertThatThrownBy(() -> plain.from(CHUNK + 1).read())
        .isInstanceOf(ArchiveException.Tampered.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void version_1_is_read_from_any_offset_with_its_padding_when_the_size_is_not_known(
      boolean sizeKnown) throws IOException {
    byte[] plaintext = new byte[300_007];
    random.nextBytes(plaintext);
    byte[] part = encrypted(cipher(SecureTarVersion.V2).nextPart(), plaintext);
    byte[] version1 = Arrays.copyOfRange(part, SecureTarHeader.SIZE, part.length);
    OptionalLong size = sizeKnown ? OptionalLong.of(plaintext.length) : OptionalLong.empty();
    Seekable plain = SecureTarV1.decrypt(seekable(version1), Vectors.KEY, size, StartCheck.none());
    byte[] expected = sizeKnown ? plaintext : padded(plaintext);

    for (int i = 0; i < 20; i++) {
      int offset = random.nextInt(plaintext.length);
      assertThat(plain.from(offset).readAllBytes())
          .as("from %d", offset)
          .isEqualTo(Arrays.copyOfRange(expected, offset, expected.length));
    }
  }

  private static byte[] padded(byte[] plaintext) {
    int padding = 16 - plaintext.length % 16;
    byte[] padded = Arrays.copyOf(plaintext, plaintext.length + padding);
    Arrays.fill(padded, plaintext.length, padded.length, (byte) padding);
    return padded;
  }
}
