package org.homekeep.core.backup.archive.transcode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.part.ArchiveCiphers;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.BlockInput;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Sha256;

/** The ciphers of all parts of an archive under one key and one seed, made when first needed. */
final class PartCiphers {
  private static final int CHECK_SIZE = 32;

  private final ArchiveCipher cipher;
  private final PartCipher check;
  private final List<PartCipher> made = new ArrayList<>();

  PartCiphers(SecureTarVersion version, Secret key, SaltSeed seed) {
    this.cipher = ArchiveCiphers.create(version, key, seed.salts());
    // Never used for data, so that the check tells nothing about any.
    this.check = cipher.nextPart();
  }

  /** The cipher of the i-th part. Synchronized, because several readings may run at once. */
  synchronized PartCipher get(int index) {
    while (made.size() <= index) {
      made.add(cipher.nextPart());
    }
    return made.get(index);
  }

  /** A digest of what the key makes of known text: another one for another key. */
  String keyCheck() {
    try (InputStream sealed =
        new BlockInput(new ByteArrayInputStream(new byte[CHECK_SIZE]), check.encryptor())) {
      MessageDigest digest = Sha256.create();
      return Sha256.hex(digest.digest(sealed.readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException("There is nothing to read from but memory.", e);
    }
  }
}
