package org.homekeep.core.backup.archive.v3;

import java.security.MessageDigest;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;

/** Writes SecureTar 3: one Argon2id run for the archive, a key and a stream for each part. */
public final class SecureTarV3 implements ArchiveCipher {
  private final V3RootKey rootKey;
  private final byte[] validationSalt;
  private final byte[] validationKey;
  private final Randomness random;

  /** Draws the root salt and the validation salt and derives the root key. */
  public SecureTarV3(Secret password, Randomness random) {
    this.rootKey = V3RootKey.derive(password, random.next(V3RootKey.SALT));
    this.validationSalt = random.next(V3RootKey.SALT);
    this.validationKey = rootKey.subkey(validationSalt);
    this.random = random;
  }

  /** Draws the derivation salt and the stream header of one part. */
  @Override
  public PartCipher nextPart() {
    V3Header header =
        V3Header.of(
            rootKey.salt(),
            validationSalt,
            validationKey,
            random.next(V3RootKey.SALT),
            random.next(V3Header.STREAM_HEADER));
    return new V3PartCipher(header, rootKey.subkey(header.derivationSalt()));
  }

  static boolean opens(V3RootKey key, V3Header header) {
    return MessageDigest.isEqual(key.subkey(header.validationSalt()), header.validationKey());
  }
}
