package org.homekeep.core.backup.archive.cbc;

import java.security.GeneralSecurityException;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.BlockTransform;

/**
 * AES-128-CBC backwards. Without authentication only a broken end shows; a checksum inside must do
 * the rest.
 */
final class CbcDecryptor implements BlockTransform {
  private static final int BLOCK = CbcEncryptor.BLOCK;
  private static final int AES_BLOCK = CbcEncryptor.AES_BLOCK;
  private static final long UNKNOWN = -1;

  private final Cipher cipher;
  private final long expected;
  private final StartCheck start;
  private long total;

  private CbcDecryptor(CbcKey key, byte[] iv, long expected, StartCheck start) {
    this.cipher = key.cipher(Cipher.DECRYPT_MODE, "NoPadding", iv);
    this.expected = expected;
    this.start = start;
  }

  /**
   * Begins at the beginning.
   *
   * @param plaintextSize the padding is taken off and checked, and that so many bytes are left;
   *     when not known, the padding is left in
   */
  static CbcDecryptor of(CbcKey key, byte[] salt, OptionalLong plaintextSize, StartCheck start) {
    return new CbcDecryptor(key, key.iv(salt), plaintextSize.orElse(UNKNOWN), start);
  }

  /**
   * Begins behind an encrypted block.
   *
   * @param rest bytes of plaintext from there on; when not known, the padding is left in
   */
  static CbcDecryptor after(CbcKey key, byte[] encryptedBlock, OptionalLong rest) {
    return new CbcDecryptor(key, encryptedBlock, rest.orElse(UNKNOWN), StartCheck.none());
  }

  @Override
  public int blockSize() {
    return BLOCK;
  }

  @Override
  public int maxOutput() {
    return BLOCK;
  }

  @Override
  public int update(byte[] in, byte[] out) throws ArchiveException {
    return decrypt(in, BLOCK, out);
  }

  @Override
  public int finish(byte[] in, int length, byte[] out) throws ArchiveException {
    if (length == 0 || length % AES_BLOCK != 0) {
      throw new ArchiveException.Truncated("An encrypted part is cut short.");
    }
    int count = decrypt(in, length, out);
    if (expected == UNKNOWN) {
      return count;
    }
    long missing = CbcEncryptor.encryptedSize(expected) - total;
    if (missing > 0) {
      throw new ArchiveException.Truncated(
          "An encrypted part is cut short: " + missing + " bytes are missing.");
    }
    int padding = (int) (total - expected);
    if (missing < 0 || !isPadding(out, count, padding)) {
      throw new ArchiveException.Damaged("The end of an encrypted part is damaged.");
    }
    return count - padding;
  }

  private static boolean isPadding(byte[] data, int end, int padding) {
    for (int i = end - padding; i < end; i++) {
      if (data[i] != padding) {
        return false;
      }
    }
    return true;
  }

  private int decrypt(byte[] in, int length, byte[] out) throws ArchiveException {
    try {
      int count = CbcPieces.update(cipher, in, length, out);
      if (total == 0) {
        start.check(out, count);
      }
      total += length;
      return count;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The output has room for a block.", e);
    }
  }
}
