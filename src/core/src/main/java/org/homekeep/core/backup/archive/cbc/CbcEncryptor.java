package org.homekeep.core.backup.archive.cbc;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.homekeep.core.backup.archive.securetar.BlockTransform;

/** AES-128-CBC with PKCS#7 padding, in large blocks. */
public final class CbcEncryptor implements BlockTransform {
  static final int BLOCK = 256 * 1024;
  static final int AES_BLOCK = 16;

  private final Cipher cipher;

  public CbcEncryptor(CbcKey key, byte[] salt) {
    this.cipher = key.cipher(Cipher.ENCRYPT_MODE, "PKCS5Padding", key.iv(salt));
  }

  /** Bytes of so much plaintext once it is padded and encrypted. */
  public static long encryptedSize(long plaintextSize) {
    return plaintextSize + AES_BLOCK - plaintextSize % AES_BLOCK;
  }

  @Override
  public int blockSize() {
    return BLOCK;
  }

  @Override
  public int maxOutput() {
    return BLOCK + AES_BLOCK;
  }

  @Override
  public int update(byte[] in, byte[] out) {
    try {
      return CbcPieces.update(cipher, in, BLOCK, out);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The output has room for a block.", e);
    }
  }

  @Override
  public int finish(byte[] in, int length, byte[] out) {
    try {
      int whole = length - length % AES_BLOCK;
      int count = CbcPieces.update(cipher, in, whole, out);
      return count + cipher.doFinal(in, whole, length - whole, out, count);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The output has room for a block and its padding.", e);
    }
  }
}
