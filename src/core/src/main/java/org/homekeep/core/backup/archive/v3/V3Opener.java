package org.homekeep.core.backup.archive.v3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.BlockInput;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.securetar.Seekable;

/**
 * Opens parts of SecureTar 3 with one password.
 *
 * <p>It keeps the last root key, because the parts of an archive share it and Argon2id is slow by
 * design. For one thread.
 */
public final class V3Opener {
  private final Secret password;
  private Optional<V3RootKey> last = Optional.empty();

  public V3Opener(Secret password) {
    this.password = password;
  }

  /**
   * The plaintext of a part.
   *
   * @param in the part after its common header
   * @throws ArchiveException.WrongKey when the validation key differs
   */
  public InputStream decrypt(SecureTarHeader common, InputStream in) throws IOException {
    V3Header header = V3Header.read(in);
    SecretStream stream =
        new SecretStream(opened(header).subkey(header.derivationSalt()), header.streamHeader());
    return new BlockInput(in, new V3Decryptor(stream, common.plaintextSize(), new StreamMarks()));
  }

  /**
   * The plaintext of a part that is read from any place on.
   *
   * @param part from its first byte
   * @param marks what is known of the stream; they learn more as it is read
   * @throws ArchiveException.WrongKey when the validation key differs
   */
  public Seekable decrypt(SecureTarHeader common, Seekable part, StreamMarks marks)
      throws IOException {
    V3Header header;
    try (InputStream in = part.from(SecureTarHeader.SIZE)) {
      header = V3Header.read(in);
    }
    return new SeekableStream(
        part.after(V3Header.SIZE),
        opened(header).subkey(header.derivationSalt()),
        header.streamHeader(),
        common.plaintextSize(),
        marks);
  }

  private V3RootKey opened(V3Header header) throws ArchiveException {
    V3RootKey key = rootKey(header.rootSalt());
    if (!SecureTarV3.opens(key, header)) {
      throw new ArchiveException.WrongKey();
    }
    return key;
  }

  private V3RootKey rootKey(byte[] salt) {
    V3RootKey key =
        last.filter(known -> known.hasSalt(salt)).orElseGet(() -> V3RootKey.derive(password, salt));
    last = Optional.of(key);
    return key;
  }
}
