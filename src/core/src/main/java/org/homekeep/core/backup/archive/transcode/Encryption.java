package org.homekeep.core.backup.archive.transcode;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.function.IntFunction;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.securetar.BlockInput;
import org.homekeep.core.backup.archive.securetar.PartCipher;

/** Encrypts every part that is not, also those that backup.json does not name. */
final class Encryption implements PartRecoder {
  private final IntFunction<PartCipher> ciphers;
  private int count;

  /**
   * An encryption of one reading.
   *
   * @param ciphers the cipher of the i-th part, the same in every reading
   */
  Encryption(IntFunction<PartCipher> ciphers) {
    this.ciphers = ciphers;
  }

  @Override
  public boolean protects() {
    return true;
  }

  @Override
  public RecodedPart recode(ProbedPart part) {
    long size = part.member().entry().size();
    if (part.format().isEncrypted()) {
      return new RecodedPart(size, part.body());
    }
    PartCipher cipher = ciphers.apply(count++);
    InputStream data =
        new SequenceInputStream(
            new ByteArrayInputStream(cipher.header(size)),
            new BlockInput(part.body(), cipher.encryptor()));
    return new RecodedPart(cipher.encryptedSize(size), data);
  }
}
