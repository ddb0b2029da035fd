package org.homekeep.core.backup.archive.v3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * State of a crypto_secretstream_xchacha20poly1305 (securetar.md, "Secretstream in detail").
 *
 * <p>A chunk is the block of its tag and the message as one ChaCha20 stream. Where the stream's odd
 * padding and RFC 8439's agree, which is in every chunk of full size, the JDK's ChaCha20-Poly1305
 * computes the very same bytes, and is an order of magnitude faster than Bouncy Castle's Poly1305
 * on new runtimes. The rest goes through the latter.
 */
final class SecretStream {
  static final int CHUNK = 1 << 20;
  static final int MAC = 16;
  static final int OVERHEAD = 1 + MAC;
  static final int TAG_MESSAGE = 0;
  static final int TAG_FINAL = 3;

  private static final int BLOCK = ChaCha.BLOCK;

  /** Small enough that the runtime soon compiles what is inside the cipher; 1 MiB is not. */
  private static final int PIECE = 16 * 1024;

  private final SecretKeySpec key;
  private final byte[] nonce = new byte[12];
  private byte[] work = {};
  private byte[] result = {};

  SecretStream(byte[] streamKey, byte[] streamHeader) {
    this.key = new SecretKeySpec(ChaCha.derive(streamKey, streamHeader), "ChaCha20");
    nonce[0] = 1;
    System.arraycopy(streamHeader, 16, nonce, 4, 8);
  }

  /** What the nonce has become by the chunks so far, apart from their number. */
  long state() {
    return ByteBuffer.wrap(nonce).getLong(4);
  }

  /** The number of the next chunk, from 0. */
  long chunk() {
    int counter = ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    return Integer.toUnsignedLong(counter) - 1;
  }

  /** Goes to the state before a chunk. */
  void resume(long chunk, long state) {
    ByteBuffer.wrap(nonce)
        .putLong(4, state)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, Math.toIntExact(chunk + 1));
  }

  /** Goes on as if a chunk with this authentication had been pulled. */
  void pass(byte[] mac) {
    advance(mac, 0);
  }

  /** Encrypts a message; gives the length of the chunk put into {@code out}. */
  int push(int tag, byte[] message, int length, byte[] out) {
    try {
      byte[] block = new byte[BLOCK];
      block[0] = (byte) tag;
      Cipher cipher = fitsAead(length) ? aead(Cipher.ENCRYPT_MODE) : stream();
      cipher.update(block, 0, BLOCK, block, 0);
      out[0] = block[0];
      int done = 0;
      for (; length - done > PIECE; done += PIECE) {
        cipher.update(message, done, PIECE, out, 1 + done);
      }
      cipher.doFinal(message, done, length - done, out, 1 + done);
      if (!fitsAead(length)) {
        System.arraycopy(mac(block, out, 1, length), 0, out, 1 + length, MAC);
      }
      advance(out, 1 + length);
      return length + OVERHEAD;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20 has no reason to refuse a chunk.", e);
    }
  }

  /** Decrypts a chunk of at least {@link #OVERHEAD} bytes into {@code out}; gives its tag. */
  int pull(byte[] chunk, int chunkLength, byte[] out) throws ArchiveException {
    int length = chunkLength - OVERHEAD;
    int body = BLOCK + length;
    if (work.length < body + MAC) {
      work = new byte[body + MAC];
      result = new byte[body + MAC];
    }
    byte[] tagStream = ChaCha.keyStream(key, nonce, 1, BLOCK);
    System.arraycopy(tagStream, 0, work, 0, BLOCK);
    work[0] = chunk[0];
    System.arraycopy(chunk, 1, work, BLOCK, length + MAC);
    try {
      if (fitsAead(length)) {
        aead(Cipher.DECRYPT_MODE).doFinal(work, 0, body + MAC, result, 0);
      } else {
        if (!org.bouncycastle.util.Arrays.constantTimeAreEqual(
            MAC, mac(work, work, BLOCK, length), 0, work, body)) {
          throw tampered();
        }
        stream().doFinal(work, 0, body, result, 0);
      }
    } catch (AEADBadTagException e) {
      throw tampered();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20 has no reason to refuse a chunk.", e);
    }
    System.arraycopy(result, BLOCK, out, 0, length);
    int tag = (chunk[0] ^ tagStream[0]) & 0xff;
    advance(work, body);
    return tag;
  }

  /** The stream pads with (length mod 16) zeros, RFC 8439 to the next multiple of 16. */
  private static boolean fitsAead(int length) {
    return length % 8 == 0;
  }

  private Cipher aead(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
    cipher.init(mode, key, new IvParameterSpec(nonce));
    return cipher;
  }

  private Cipher stream() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("ChaCha20");
    cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, 1));
    return cipher;
  }

  private byte[] mac(byte[] block, byte[] encrypted, int at, int length) {
    Poly1305 poly = new Poly1305();
    poly.init(new KeyParameter(ChaCha.keyStream(key, nonce, 0, 32)));
    poly.update(block, 0, BLOCK);
    poly.update(encrypted, at, length);
    byte[] end = new byte[length % 16 + 16];
    long total = BLOCK + (long) length;
    for (int i = 0; i < 8; i++) {
      end[end.length - 8 + i] = (byte) (total >>> (8 * i));
    }
    poly.update(end, 0, end.length);
    byte[] mac = new byte[MAC];
    poly.doFinal(mac, 0);
    return mac;
  }

  private void advance(byte[] data, int macAt) {
    for (int i = 0; i < 8; i++) {
      nonce[4 + i] ^= data[macAt + i];
    }
    for (int i = 0; i < 4; i++) {
      if (++nonce[i] != 0) {
        return;
      }
    }
    throw new IllegalStateException("A stream of 4 PiB needs a new key, which no archive has.");
  }

  private static ArchiveException tampered() {
    return new ArchiveException.Tampered(
        "An encrypted part was changed after it was written: its authentication fails.");
  }
}
