package org.homekeep.core.backup.archive.v3;

import org.homekeep.core.backup.archive.securetar.BlockTransform;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;

/** One part under one stream key. */
final class V3PartCipher implements PartCipher {
  private static final int VERSION = 3;

  private final V3Header header;
  private final byte[] streamKey;

  V3PartCipher(V3Header header, byte[] streamKey) {
    this.header = header;
    this.streamKey = streamKey;
  }

  @Override
  public byte[] header(long plaintextSize) {
    return header.encode(new SecureTarHeader(VERSION, plaintextSize));
  }

  @Override
  public long encryptedSize(long plaintextSize) {
    long chunks = Math.max(1, (plaintextSize + SecretStream.CHUNK - 1) / SecretStream.CHUNK);
    return V3Header.SIZE + plaintextSize + SecretStream.OVERHEAD * chunks;
  }

  @Override
  public BlockTransform encryptor() {
    return new V3Encryptor(new SecretStream(streamKey, header.streamHeader()));
  }
}
