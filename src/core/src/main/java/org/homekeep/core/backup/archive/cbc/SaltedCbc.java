package org.homekeep.core.backup.archive.cbc;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.BlockInput;
import org.homekeep.core.backup.archive.securetar.Seekable;

/** A salt and what is encrypted under it: all of SecureTar 1, and of 2 what follows its header. */
public final class SaltedCbc {
  private SaltedCbc() {}

  /**
   * The plaintext.
   *
   * @param in begins with the salt
   * @param plaintextSize when not known, the padding is left in
   * @param start sees the first bytes of plaintext before anything else is checked
   */
  public static InputStream decrypt(
      InputStream in, Secret password, OptionalLong plaintextSize, StartCheck start)
      throws IOException {
    byte[] salt = salt(in);
    return new BlockInput(in, CbcDecryptor.of(CbcKey.derive(password), salt, plaintextSize, start));
  }

  /**
   * The plaintext from any place on.
   *
   * @param whole begins with the salt
   * @param plaintextSize when not known, the padding is left in
   * @param start sees the first bytes when reading begins there
   */
  public static Seekable decrypt(
      Seekable whole, Secret password, OptionalLong plaintextSize, StartCheck start)
      throws IOException {
    byte[] salt;
    try (InputStream in = whole.from(0)) {
      salt = salt(in);
    }
    return new SeekableCbc(
        whole.after(CbcKey.SALT), CbcKey.derive(password), salt, plaintextSize, start);
  }

  private static byte[] salt(InputStream in) throws IOException {
    byte[] salt = in.readNBytes(CbcKey.SALT);
    if (salt.length < CbcKey.SALT) {
      throw new ArchiveException.Truncated("The header of an encrypted part is cut short.");
    }
    return salt;
  }
}
