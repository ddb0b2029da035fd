package org.homekeep.core.backup.archive.fuzz;

import org.homekeep.core.backup.archive.SecureTarVersion;

/** A part of SecureTar 2. */
public final class FuzzSecureTar2 {
  private static final FuzzSecureTar.Keeper KEEPER = new FuzzSecureTar.Keeper(SecureTarVersion.V2);

  private FuzzSecureTar2() {}

  /** Opens the part and reads it to its end. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzSecureTar.headed(KEEPER, data);
  }
}
