package org.homekeep.core.backup.policy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Of how many days, weeks, months and years one backup each is kept.
 *
 * @param kept at least one each; periods that are absent keep nothing
 */
public record Generations(Map<Period, Integer> kept) {
  /** No generations. */
  public static final Generations NONE = new Generations(Map.of());

  public Generations {
    EnumMap<Period, Integer> copy = new EnumMap<>(Period.class);
    copy.putAll(kept);
    kept = Collections.unmodifiableMap(copy);
  }

  /** Whether nothing is kept by this. */
  public boolean isEmpty() {
    return kept.isEmpty();
  }
}
