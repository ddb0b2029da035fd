package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.cbc.StartCheck;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.BlockOutput;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.v2.SecureTarV2;
import org.homekeep.core.backup.archive.v3.SecureTarV3;
import org.homekeep.core.backup.archive.v3.V3Opener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecureTarVectorsTest {
  /** One encrypted stream of streams.json. */
  record StreamVector(int version, int size, JsonNode json) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "version %d, %d bytes", version, size);
    }

    byte[] plaintext() {
      return Vectors.deterministic("plain/" + size, size);
    }

    Secret key() {
      return Secret.of(json.path("password").asText());
    }

    byte[] header() {
      return Vectors.hex(json.path("header_hex"));
    }
  }

  static List<StreamVector> streams() throws IOException {
    List<StreamVector> vectors = new ArrayList<>();
    for (JsonNode json : Vectors.json("streams.json").path("vectors")) {
      vectors.add(
          new StreamVector(
              json.path("version").asInt(), json.path("plaintext_size").asInt(), json));
    }
    assertThat(vectors).hasSize(40);
    return vectors;
  }

  @ParameterizedTest
  @MethodSource("streams")
  void writes_the_bytes_of_the_reference_and_reads_them_unless_cut(StreamVector vector)
      throws IOException {
    PartCipher cipher = cipher(vector).nextPart();
    Decryptor decryptor = new Decryptor(vector.key());

    byte[] file = encrypt(cipher, vector.plaintext());

    assertThat(file).hasSize(vector.json().path("file_size").asInt()).startsWith(vector.header());
    assertThat(Vectors.sha256(file)).isEqualTo(vector.json().path("file_sha256").asText());
    assertThat(cipher.encryptedSize(vector.size())).isEqualTo(file.length);
    assertThat(decryptor.decrypt(file)).isEqualTo(vector.plaintext());
    for (int cut : new int[] {1, 16, 17, 33}) {
      byte[] shorter = Arrays.copyOf(file, file.length - cut);
      assertThatThrownBy(() -> decryptor.decrypt(shorter))
          .as("%d bytes less", cut)
          .isInstanceOf(ArchiveException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 1000, 1 << 20, (1 << 20) + 1, 3 << 20})
  void version_3_notices_every_changed_bit(int size) throws IOException {
    byte[] file = encrypt(new SecureTarV3(Vectors.KEY, seeded()).nextPart(), new byte[size]);
    Decryptor decryptor = new Decryptor(Vectors.KEY);

    for (int at : new int[] {16 + 7, 32, 136, 137, file.length / 2, file.length - 1}) {
      if (at < file.length) {
        byte[] changed = file.clone();
        changed[at] ^= 4;
        assertThatThrownBy(() -> decryptor.decrypt(changed))
            .as("bit at %d", at)
            .isInstanceOf(ArchiveException.class);
      }
    }
  }

  @Test
  void version_3_notices_swapped_and_missing_chunks() throws IOException {
    byte[] plaintext = Vectors.deterministic("chunks", 4 << 20);
    Decryptor decryptor = new Decryptor(Vectors.KEY);
    byte[] file = encrypt(new SecureTarV3(Vectors.KEY, seeded()).nextPart(), plaintext);
    int chunk = (1 << 20) + 17;
    byte[] swapped = file.clone();
    System.arraycopy(file, 136, swapped, 136 + chunk, chunk);
    System.arraycopy(file, 136 + chunk, swapped, 136, chunk);
    byte[] endless = Arrays.copyOf(file, file.length + chunk);
    byte[] early = Arrays.copyOf(file, 136 + 2 * chunk);

    assertThatThrownBy(() -> decryptor.decrypt(swapped))
        .isInstanceOf(ArchiveException.Tampered.class);
    assertThatThrownBy(() -> decryptor.decrypt(endless))
        .isInstanceOf(ArchiveException.Tampered.class);
    assertThatThrownBy(() -> decryptor.decrypt(early))
        .isInstanceOf(ArchiveException.Truncated.class);
  }

  @Test
  void derives_the_keys_of_version_3_like_the_reference() throws IOException {
    for (JsonNode vector : Vectors.json("kdf.json").path("v3")) {
      Randomness random =
          Vectors.scripted(
              Vectors.hex(vector.path("root_salt")),
              Vectors.hex(vector.path("validation_salt")),
              Vectors.hex(vector.path("derivation_salt")),
              new byte[24]);
      Secret password = Secret.of(vector.path("password").asText());

      byte[] header = new SecureTarV3(password, random).nextPart().header(0);

      assertThat(Arrays.copyOfRange(header, 64, 96))
          .as("validation key")
          .isEqualTo(Vectors.hex(vector.path("validation_key")));
    }
  }

  @Test
  void refuses_versions_and_options_from_the_future() {
    byte[] version4 = new SecureTarHeader(4, 0).encode();
    byte[] option = new SecureTarHeader(2, 0).encode();
    option[12] = 1;

    assertThatThrownBy(() -> SecureTarHeader.parse(version4, version4.length))
        .isInstanceOf(ArchiveException.Unsupported.class)
        .hasMessageContaining("version 4");
    assertThatThrownBy(() -> SecureTarHeader.parse(option, option.length))
        .isInstanceOf(ArchiveException.Unsupported.class);
  }

  private static ArchiveCipher cipher(StreamVector vector) {
    byte[] header = vector.header();
    if (vector.version() == 2) {
      return new SecureTarV2(vector.key(), Vectors.scripted(Arrays.copyOfRange(header, 32, 48)));
    }
    return new SecureTarV3(
        vector.key(),
        Vectors.scripted(Arrays.copyOfRange(header, 32, 64), Arrays.copyOfRange(header, 96, 136)));
  }

  private static Randomness seeded() {
    return new java.util.Random(3)::nextBytes;
  }

  private static byte[] encrypt(PartCipher cipher, byte[] plaintext) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(cipher.header(plaintext.length));
    try (OutputStream out = new BlockOutput(file, cipher.encryptor())) {
      out.write(plaintext, 0, plaintext.length / 3);
      out.write(plaintext, plaintext.length / 3, plaintext.length - plaintext.length / 3);
    }
    return file.toByteArray();
  }

  /** Opens files of both versions with one password. */
  private static final class Decryptor {
    private final Secret key;
    private final V3Opener v3;

    Decryptor(Secret key) {
      this.key = key;
      this.v3 = new V3Opener(key);
    }

    byte[] decrypt(byte[] file) throws IOException {
      SecureTarHeader header = SecureTarHeader.parse(file, file.length).orElseThrow();
      ByteArrayInputStream rest = new ByteArrayInputStream(file, 32, file.length - 32);
      try (InputStream in =
          header.version() == 2
              ? SecureTarV2.decrypt(header, rest, key, StartCheck.none())
              : v3.decrypt(header, rest)) {
        return in.readAllBytes();
      }
    }
  }
}
