package org.homekeep.core.backup.archive.cbc;

import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/**
 * Feeds a cipher in small pieces.
 *
 * <p>New runtimes compile a cipher's loop to AES instructions once it has been entered often
 * enough. With blocks of 256 KiB that is after a hundred megabytes, until then it runs at a third
 * of the speed (Java 25, measured).
 */
final class CbcPieces {
  private static final int PIECE = 16 * 1024;

  private CbcPieces() {}

  /** Transforms whole AES blocks into {@code out} and gives their length. */
  static int update(Cipher cipher, byte[] in, int length, byte[] out) throws ShortBufferException {
    int count = 0;
    for (int at = 0; at < length; at += PIECE) {
      count += cipher.update(in, at, Math.min(PIECE, length - at), out, count);
    }
    return count;
  }
}
