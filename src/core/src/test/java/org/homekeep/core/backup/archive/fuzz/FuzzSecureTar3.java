package org.homekeep.core.backup.archive.fuzz;

import org.homekeep.core.backup.archive.SecureTarVersion;

/** A part of SecureTar 3. */
public final class FuzzSecureTar3 {
  private static final FuzzSecureTar.Keeper KEEPER = new FuzzSecureTar.Keeper(SecureTarVersion.V3);

  private FuzzSecureTar3() {}

  /** Opens the part and reads it to its end. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzSecureTar.headed(KEEPER, data);
  }
}
