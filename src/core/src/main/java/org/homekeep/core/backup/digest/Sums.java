package org.homekeep.core.backup.digest;

import java.util.Collection;
import org.homekeep.api.backup.BackupAgent;

/** Which checksums are taken of an archive that is read. */
public enum Sums {
  /** SHA-1 and SHA-256: by these copies are told from each other. */
  USUAL,
  /** The MD5 as well, which takes longer than both of them, and is for locations that need it. */
  WITH_MD5;

  /** What these locations need. */
  public static Sums of(Collection<BackupAgent> agents) {
    return agents.stream().anyMatch(BackupAgent::needsMd5) ? WITH_MD5 : USUAL;
  }
}
