package org.homekeep.core.backup.archive.v3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Key stream of ChaCha20 and the key derivation HChaCha20, both from the JDK's cipher. */
final class ChaCha {
  static final int BLOCK = 64;
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  private ChaCha() {}

  /** Key stream from a block counter on. */
  static byte[] keyStream(SecretKeySpec key, byte[] nonce, int counter, int length) {
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      cipher.init(Cipher.DECRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, counter));
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime from 11 on has ChaCha20.", e);
    }
  }

  /**
   * HChaCha20: the state after the rounds, which is a key stream block without the final addition
   * of the input.
   */
  static byte[] derive(byte[] key, byte[] input16) {
    ByteBuffer input = ByteBuffer.wrap(input16).order(ByteOrder.LITTLE_ENDIAN);
    byte[] nonce = Arrays.copyOfRange(input16, 4, 16);
    byte[] block = keyStream(new SecretKeySpec(key, "ChaCha20"), nonce, input.getInt(0), BLOCK);
    ByteBuffer words = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer derived = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4; i++) {
      derived.putInt(words.getInt(4 * i) - CONSTANTS[i]);
    }
    for (int i = 0; i < 4; i++) {
      derived.putInt(words.getInt(48 + 4 * i) - input.getInt(4 * i));
    }
    return derived.array();
  }
}
