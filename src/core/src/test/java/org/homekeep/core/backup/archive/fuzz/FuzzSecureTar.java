package org.homekeep.core.backup.archive.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.part.ArchiveCiphers;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.BlockOutput;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.v1.SecureTarV1;

/**
 * An encrypted part under a known key.
 *
 * <p>A fuzzer cannot guess what decrypts to anything, so most inputs are encrypted for it: the
 * first two bytes say what is done, the rest is the plaintext, or the part itself.
 */
final class FuzzSecureTar {
  private static final int COMMON = 32;
  private static final int SALT = 16;
  private static final Randomness SALTS = bytes -> Arrays.fill(bytes, (byte) 5);

  private FuzzSecureTar() {}

  /** Kept for the life of the process: version 3 derives its root key only once. */
  static final class Keeper {
    final ArchiveCipher cipher;
    final PartOpener opener = new PartOpener(Optional.of(FuzzInput.KEY));

    Keeper(SecureTarVersion version) {
      this.cipher = ArchiveCiphers.create(version, FuzzInput.KEY, SALTS);
    }
  }

  /** Reads a part of version 1, whose body is that of version 2 without the common header. */
  static void version1(Keeper keeper, byte[] data) {
    if (data.length < 2) {
      return;
    }
    byte[] plain = FuzzInput.rest(data, 2);
    byte[] part =
        (data[0] & 1) == 0
            ? plain
            : FuzzInput.rest(encrypted(keeper.cipher.nextPart(), plain), COMMON);
    changed(part, data, 0);
    Map<String, RawText> extra =
        (data[0] & 2) == 0
            ? Map.of()
            : Map.of(SecureTarV1.SIZE_RECORD, RawText.of(Integer.toString(plain.length)));
    read(keeper, part, extra);
  }

  /** Reads a part of version 2 or 3. */
  static void headed(Keeper keeper, byte[] data) {
    if (data.length < 2) {
      return;
    }
    PartCipher cipher = keeper.cipher.nextPart();
    byte[] rest = FuzzInput.rest(data, 2);
    byte[] header = cipher.header(rest.length);
    byte[] part;
    if ((data[0] & 1) == 0) {
      part = Arrays.copyOf(header, header.length + rest.length);
      System.arraycopy(rest, 0, part, header.length, rest.length);
      if (rest.length >= 8 && (data[0] & 2) != 0) {
        // The size that the header announces.
        System.arraycopy(rest, 0, part, 16, 8);
      }
    } else {
      part = encrypted(cipher, rest);
    }
    // The salt of the root key stays, so that the slow derivation is not what is measured.
    changed(part, data, COMMON + SALT);
    read(keeper, part, Map.of());
  }

  private static byte[] encrypted(PartCipher cipher, byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(cipher.header(plain.length));
    try (BlockOutput body = new BlockOutput(out, cipher.encryptor())) {
      body.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** Half of the parts get one byte changed, at a place that the input names. */
  private static void changed(byte[] part, byte[] data, int from) {
    if ((data[0] & 4) != 0 && part.length > from) {
      int place = data.length < 6 ? data[1] & 0xff : ByteBuffer.wrap(data, 2, 4).getInt();
      part[from + Math.floorMod(place, part.length - from)] ^= data[1];
    }
  }

  private static void read(Keeper keeper, byte[] part, Map<String, RawText> extra) {
    TarEntry entry =
        TarEntry.file("homeassistant.tar.gz", part.length, Instant.EPOCH).withExtra(extra);
    FuzzInput.typed(
        () -> {
          OuterMember member = OuterMember.of(entry);
          try (InputStream tar =
              keeper.opener.openTar(
                  PartProbe.probe(member, new ByteArrayInputStream(part), true))) {
            FuzzInput.drain(tar);
          }
        });
  }
}
