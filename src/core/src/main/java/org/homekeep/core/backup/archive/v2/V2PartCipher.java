package org.homekeep.core.backup.archive.v2;

import java.util.Arrays;
import org.homekeep.core.backup.archive.cbc.CbcEncryptor;
import org.homekeep.core.backup.archive.cbc.CbcKey;
import org.homekeep.core.backup.archive.securetar.BlockTransform;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;

/** One part under one salt. */
final class V2PartCipher implements PartCipher {
  private static final int VERSION = 2;

  private final CbcKey key;
  private final byte[] salt;

  V2PartCipher(CbcKey key, byte[] salt) {
    this.key = key;
    this.salt = salt;
  }

  @Override
  public byte[] header(long plaintextSize) {
    byte[] common = new SecureTarHeader(VERSION, plaintextSize).encode();
    byte[] header = Arrays.copyOf(common, common.length + salt.length);
    System.arraycopy(salt, 0, header, common.length, salt.length);
    return header;
  }

  @Override
  public long encryptedSize(long plaintextSize) {
    return SecureTarHeader.SIZE + CbcKey.SALT + CbcEncryptor.encryptedSize(plaintextSize);
  }

  @Override
  public BlockTransform encryptor() {
    return new CbcEncryptor(key, salt);
  }
}
