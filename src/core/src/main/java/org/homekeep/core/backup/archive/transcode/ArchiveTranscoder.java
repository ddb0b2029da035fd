package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.securetar.Randomness;

/**
 * Encrypts and decrypts archives on their way (backup.md §6.6).
 *
 * <p>Members that are unknown are copied; parts that backup.json does not name are recoded like the
 * others, so that nothing readable leaves under the word protected.
 */
public final class ArchiveTranscoder {
  private final Randomness random;

  public ArchiveTranscoder(Randomness random) {
    this.random = random;
  }

  /** A transcoder with the system's randomness. */
  public static ArchiveTranscoder create() {
    return new ArchiveTranscoder(Randomness.secure());
  }

  /**
   * Without encryption, padded to the announced size.
   *
   * @param size bytes of the source
   */
  public TranscodedArchive decrypted(
      ArchiveSource source, long size, ArchiveMetadata metadata, Secret key) {
    OptionalLong announced = OptionalLong.of(TranscodedSize.of(size, metadata));
    return new TranscodedArchive(source, announced, () -> new Decryption(key), Optional.empty());
  }

  /** Without encryption, as long as it happens to be: for downloads. */
  public TranscodedArchive decryptedForDownload(ArchiveSource source, Secret key) {
    return new TranscodedArchive(
        source, OptionalLong.empty(), () -> new Decryption(key), Optional.empty());
  }

  /**
   * Encrypted, padded to the announced size; all random values are drawn once for all readings.
   *
   * @param size bytes of the source
   */
  public TranscodedArchive encrypted(
      ArchiveSource source,
      long size,
      ArchiveMetadata metadata,
      Secret key,
      SecureTarVersion version) {
    SaltSeed seed = SaltSeed.draw(random);
    PartCiphers ciphers = new PartCiphers(version, key, seed);
    long announced = TranscodedSize.of(size, metadata);
    String keyCheck = ciphers.keyCheck();
    return encrypted(
        source,
        ciphers,
        announced,
        new Measurement(
            sha256 -> new EncryptionJournal(version, seed, keyCheck, size, announced, sha256),
            Optional.empty()));
  }

  /**
   * An encryption that was begun before, perhaps in another process: the same bytes.
   *
   * <p>It is made once completely before this returns, and compared with the journal. So nothing
   * leaves that does not fit what was sent already, and no two archives are ever encrypted with the
   * same salts.
   *
   * @param size bytes of the source
   * @throws ArchiveException.WrongKey when it was begun with another key
   * @throws ArchiveException.SourceChanged when the source is not the same, or this version of
   *     Homekeep writes other bytes than the one that began
   */
  public TranscodedArchive resumed(
      ArchiveSource source, long size, Secret key, EncryptionJournal journal) throws IOException {
    PartCiphers ciphers = new PartCiphers(journal.version(), key, journal.salts());
    if (!ciphers.keyCheck().equals(journal.keyCheck())) {
      throw new ArchiveException.WrongKey(
          "The upload was begun with another key than the present one; it has to begin anew.");
    }
    if (size != journal.sourceSize()) {
      throw new ArchiveException.SourceChanged(
          "The archive has another size than when its upload began; the upload has to begin anew.");
    }
    Measurement measurement = new Measurement(sha256 -> journal, Optional.of(journal.sha256()));
    TranscodedArchive again = encrypted(source, ciphers, journal.size(), measurement);
    try (InputStream in = again.open()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return again;
  }

  private static TranscodedArchive encrypted(
      ArchiveSource source, PartCiphers ciphers, long announced, Measurement measurement) {
    return new TranscodedArchive(
        source,
        OptionalLong.of(announced),
        () -> new Encryption(ciphers::get),
        Optional.of(measurement));
  }
}
