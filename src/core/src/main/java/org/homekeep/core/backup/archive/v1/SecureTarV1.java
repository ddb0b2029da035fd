package org.homekeep.core.backup.archive.v1;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.cbc.SaltedCbc;
import org.homekeep.core.backup.archive.cbc.StartCheck;
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
    return SaltedCbc.decrypt(in, password, plaintextSize, start);
  }

  /** The same for a part that is read from any place on. */
  public static Seekable decrypt(
      Seekable part, Secret password, OptionalLong plaintextSize, StartCheck start)
      throws IOException {
    return SaltedCbc.decrypt(part, password, plaintextSize, start);
  }
}
