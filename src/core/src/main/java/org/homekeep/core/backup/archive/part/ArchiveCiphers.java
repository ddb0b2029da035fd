package org.homekeep.core.backup.archive.part;

import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.v2.SecureTarV2;
import org.homekeep.core.backup.archive.v3.SecureTarV3;

/** Makes the cipher of an archive that is to be written. */
public final class ArchiveCiphers {
  private ArchiveCiphers() {}

  /** A cipher with freshly drawn values for the archive. */
  public static ArchiveCipher create(SecureTarVersion version, Secret key, Randomness random) {
    return switch (version) {
      case V2 -> new SecureTarV2(key, random);
      case V3 -> new SecureTarV3(key, random);
    };
  }
}
