package org.homekeep.checks;

import java.util.Random;

/**
 * A source of random data whose seed is printed, so that a failure can be run again with {@code
 * -Dseed=…}.
 */
public final class Seed {
  private Seed() {}

  /** A generator with a new seed, or with the one of the system property {@code seed}. */
  public static Random random(String what) {
    Long given = Long.getLong("seed");
    long seed = given == null ? System.nanoTime() : given;
    System.out.println("seed of " + what + ": -Dseed=" + seed);
    return new Random(seed);
  }
}
