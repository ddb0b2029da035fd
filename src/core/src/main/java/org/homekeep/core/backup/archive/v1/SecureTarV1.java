package org.homekeep.core.backup.archive.v1;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.cbc.CbcDecryptor;
import org.homekeep.core.backup.archive.cbc.CbcKey;
import org.homekeep.core.backup.archive.cbc.SeekableCbc;
import org.homekeep.core.backup.archive.cbc.StartCheck;
import org.homekeep.core.backup.archive.securetar.BlockInput;
import org.homekeep.core.backup.archive.securetar.Seekable;

/** Opens parts of SecureTar 1: a salt, then AES-128-CBC. */
public final class SecureTarV1 {
  /** The PAX record in which writers of 2025.1 noted the size of the plaintext. */
  public static final String SIZE_RECORD = "_securetar.plaintext_size";

  private SecureTarV1() {}

  /**
   * The plaintext of a part; with its padding when the size is not known.
   *
   * @param in the part from its first byte
   * @param start sees the first bytes of plaintext before anything else is checked
   */
  public static InputStream decrypt(
      InputStream in, Secret password, OptionalLong plaintextSize, StartCheck start)
      throws IOException {
    byte[] salt = in.readNBytes(CbcKey.SALT);
    if (salt.length < CbcKey.SALT) {
      throw new ArchiveException.Truncated("The header of an encrypted part is cut short.");
    }
    CbcKey key = CbcKey.derive(password);
    CbcDecryptor decryptor =
        plaintextSize.isPresent()
            ? CbcDecryptor.sized(key, salt, plaintextSize.getAsLong(), start)
            : CbcDecryptor.unsized(key, salt, start);
    return new BlockInput(in, decryptor);
  }

  /** The same for a part that is read from any place on. */
  public static Seekable decrypt(
      Seekable part, Secret password, OptionalLong plaintextSize, StartCheck start)
      throws IOException {
    byte[] salt;
    try (InputStream in = part.from(0)) {
      salt = in.readNBytes(CbcKey.SALT);
    }
    if (salt.length < CbcKey.SALT) {
      throw new ArchiveException.Truncated("The header of an encrypted part is cut short.");
    }
    return new SeekableCbc(
        part.after(CbcKey.SALT), CbcKey.derive(password), salt, plaintextSize, start);
  }
}
