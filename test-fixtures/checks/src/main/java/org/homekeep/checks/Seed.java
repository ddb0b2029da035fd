package org.homekeep.checks;

import java.util.Random;

/**
 * A source of random data whose seed is printed. The normal tests have the same seeds in each run,
 * so that a change is blamed only for what it does; {@code -Dseed=new} draws others, and {@code
 * -Dseed=…} runs a failure again.
 */
public final class Seed {
  private Seed() {}

  /**
   * A generator.
   *
   * @param what it makes, by which its seed differs from those of others
   */
  public static Random random(String what) {
    long seed =
        switch (System.getProperty("seed", "")) {
          case "" -> what.hashCode();
          case "new" -> System.nanoTime();
          default -> Long.getLong("seed");
        };
    System.out.println("seed of " + what + ": -Dseed=" + seed);
    return new Random(seed);
  }
}
