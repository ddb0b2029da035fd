package org.homekeep.core.backup.archive.v2;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.cbc.CbcKey;
import org.homekeep.core.backup.archive.cbc.SaltedCbc;
import org.homekeep.core.backup.archive.cbc.StartCheck;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.securetar.Seekable;

/** SecureTar 2 under one key: common header, salt, AES-128-CBC. */
public final class SecureTarV2 implements ArchiveCipher {
  private final CbcKey key;
  private final Randomness random;

  public SecureTarV2(Secret password, Randomness random) {
    this.key = CbcKey.derive(password);
    this.random = random;
  }

  /** Draws the salt of one part. */
  @Override
  public PartCipher nextPart() {
    return new V2PartCipher(key, random.next(CbcKey.SALT));
  }

  /**
   * The plaintext of a part, which must be as long as the header says.
   *
   * @param in the part after its common header
   * @param start sees the first bytes of plaintext before anything else is checked
   */
  public static InputStream decrypt(
      SecureTarHeader header, InputStream in, Secret password, StartCheck start)
      throws IOException {
    return SaltedCbc.decrypt(in, password, OptionalLong.of(header.plaintextSize()), start);
  }

  /**
   * The same for a part that is read from any place on.
   *
   * @param part from its first byte
   */
  public static Seekable decrypt(
      SecureTarHeader header, Seekable part, Secret password, StartCheck start) throws IOException {
    return SaltedCbc.decrypt(
        part.after(SecureTarHeader.SIZE), password, OptionalLong.of(header.plaintextSize()), start);
  }
}
