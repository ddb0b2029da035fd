package org.homekeep.core.backup.archive.v3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;

/** The 104 bytes after the common header: salts, validation key, stream header. */
final class V3Header {
  static final int STREAM_HEADER = 24;

  private static final int ROOT_SALT_AT = 0;
  private static final int VALIDATION_SALT_AT = 16;
  private static final int VALIDATION_KEY_AT = 32;
  private static final int DERIVATION_SALT_AT = 64;
  private static final int STREAM_HEADER_AT = 80;
  private static final int OWN_SIZE = 104;

  /** Bytes of the whole header. */
  static final int SIZE = SecureTarHeader.SIZE + OWN_SIZE;

  private final byte[] own;

  private V3Header(byte[] own) {
    this.own = own;
  }

  static V3Header of(
      byte[] rootSalt,
      byte[] validationSalt,
      byte[] validationKey,
      byte[] derivationSalt,
      byte[] streamHeader) {
    byte[] own = new byte[OWN_SIZE];
    System.arraycopy(rootSalt, 0, own, ROOT_SALT_AT, V3RootKey.SALT);
    System.arraycopy(validationSalt, 0, own, VALIDATION_SALT_AT, V3RootKey.SALT);
    System.arraycopy(validationKey, 0, own, VALIDATION_KEY_AT, V3RootKey.KEY);
    System.arraycopy(derivationSalt, 0, own, DERIVATION_SALT_AT, V3RootKey.SALT);
    System.arraycopy(streamHeader, 0, own, STREAM_HEADER_AT, STREAM_HEADER);
    return new V3Header(own);
  }

  static V3Header read(InputStream in) throws IOException {
    byte[] own = in.readNBytes(OWN_SIZE);
    if (own.length < OWN_SIZE) {
      throw new ArchiveException.Truncated("The header of an encrypted part is cut short.");
    }
    return new V3Header(own);
  }

  byte[] rootSalt() {
    return Arrays.copyOfRange(own, ROOT_SALT_AT, VALIDATION_SALT_AT);
  }

  byte[] validationSalt() {
    return Arrays.copyOfRange(own, VALIDATION_SALT_AT, VALIDATION_KEY_AT);
  }

  byte[] validationKey() {
    return Arrays.copyOfRange(own, VALIDATION_KEY_AT, DERIVATION_SALT_AT);
  }

  byte[] derivationSalt() {
    return Arrays.copyOfRange(own, DERIVATION_SALT_AT, STREAM_HEADER_AT);
  }

  byte[] streamHeader() {
    return Arrays.copyOfRange(own, STREAM_HEADER_AT, OWN_SIZE);
  }

  byte[] encode(SecureTarHeader common) {
    byte[] all = Arrays.copyOf(common.encode(), SIZE);
    System.arraycopy(own, 0, all, SecureTarHeader.SIZE, OWN_SIZE);
    return all;
  }
}
