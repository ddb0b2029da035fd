package org.homekeep.core.backup.archive.v3;

import org.homekeep.core.backup.archive.securetar.BlockTransform;

/** Cuts plaintext into chunks and seals them, the last one as the last. */
final class V3Encryptor implements BlockTransform {
  private final SecretStream stream;

  V3Encryptor(SecretStream stream) {
    this.stream = stream;
  }

  @Override
  public int blockSize() {
    return SecretStream.CHUNK;
  }

  @Override
  public int maxOutput() {
    return SecretStream.CHUNK + SecretStream.OVERHEAD;
  }

  @Override
  public int update(byte[] in, byte[] out) {
    return stream.push(SecretStream.TAG_MESSAGE, in, SecretStream.CHUNK, out);
  }

  @Override
  public int finish(byte[] in, int length, byte[] out) {
    return stream.push(SecretStream.TAG_FINAL, in, length, out);
  }
}
