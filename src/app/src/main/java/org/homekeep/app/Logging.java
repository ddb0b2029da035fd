package org.homekeep.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged. */
final class Logging {
  private Logging() {}

  /** Logs what helps to find a fault, of our own code only. */
  static void showDetails() {
    if (LoggerFactory.getLogger("org.homekeep") instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }
}
