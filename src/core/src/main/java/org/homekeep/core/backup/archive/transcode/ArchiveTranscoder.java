package org.homekeep.core.backup.archive.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.part.ArchiveCiphers;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.PartCipher;
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
    return new TranscodedArchive(source, announced, () -> new Decryption(key));
  }

  /** Without encryption, as long as it happens to be: for downloads. */
  public TranscodedArchive decryptedForDownload(ArchiveSource source, Secret key) {
    return new TranscodedArchive(source, OptionalLong.empty(), () -> new Decryption(key));
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
    FixedCiphers ciphers = new FixedCiphers(ArchiveCiphers.create(version, key, random));
    OptionalLong announced = OptionalLong.of(TranscodedSize.of(size, metadata));
    return new TranscodedArchive(source, announced, () -> new Encryption(ciphers::get));
  }

  /** The ciphers of the parts, drawn when first needed and kept. */
  private static final class FixedCiphers {
    private final ArchiveCipher cipher;
    private final List<PartCipher> drawn = new ArrayList<>();

    FixedCiphers(ArchiveCipher cipher) {
      this.cipher = cipher;
    }

    /** Synchronized, because several readings may run at once. */
    synchronized PartCipher get(int index) {
      while (drawn.size() <= index) {
        drawn.add(cipher.nextPart());
      }
      return drawn.get(index);
    }
  }
}
