package org.homekeep.core.log;

import java.util.Locale;

/** How long a level that somebody set stays (framework.md §8.4). */
enum Persistence {
  /** Until the hub stops. */
  NONE,
  /** Until the hub stops for the second time: a start can be watched. */
  ONCE,
  /** Until it is set otherwise. */
  PERMANENT;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
