package org.homekeep.core.backup.archive.fuzz;

import org.homekeep.core.backup.archive.SecureTarVersion;

/** A part of SecureTar 1. */
public final class FuzzSecureTar1 {
  private static final FuzzSecureTar.Keeper KEEPER = new FuzzSecureTar.Keeper(SecureTarVersion.V2);

  private FuzzSecureTar1() {}

  /** Opens the part and reads it to its end. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzSecureTar.version1(KEEPER, data);
  }
}
