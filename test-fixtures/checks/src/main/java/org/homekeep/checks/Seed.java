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
    String wanted = System.getProperty("seed", "");
    long seed =
        switch (wanted) {
          case "" -> what.hashCode();
          case "new" -> System.nanoTime();
          default -> number(wanted);
        };
    System.out.println("seed of " + what + ": -Dseed=" + seed);
    return new Random(seed);
  }

  private static long number(String seed) {
    try {
      return Long.parseLong(seed);
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(
          "-Dseed=%s is no seed. Give the number that a run printed, or new.".formatted(seed),
          none);
    }
  }
}
