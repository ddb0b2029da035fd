package org.homekeep.core.backup.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What is known to go wrong and is not mended yet: simulations avoid it unless {@code
 * -Dsimulation.known} names it, or all by {@code all}.
 */
enum Known {
  /**
   * An archive is uploaded to the hub's own location, which has another form of that backup. Two
   * files have one id, and what is owed to other locations is sent from the wrong one.
   */
  SECOND_FORM_HERE;

  /** The ones that a run has asked for. */
  static Set<Known> asked() {
    Set<Known> asked = EnumSet.noneOf(Known.class);
    String named = System.getProperty("simulation.known", "");
    Arrays.stream(values())
        .filter(
            each ->
                named.equals("all")
                    || Arrays.asList(named.split(","))
                        .contains(each.name().toLowerCase(Locale.ROOT)))
        .forEach(asked::add);
    return asked;
  }
}
