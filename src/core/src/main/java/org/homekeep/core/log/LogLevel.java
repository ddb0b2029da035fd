package org.homekeep.core.log;

import ch.qos.logback.classic.Level;
import java.util.Optional;

/** How much is logged, in Home Assistant's words and numbers. */
enum LogLevel {
  NOTSET(0, ""),
  DEBUG(10, "DEBUG"),
  INFO(20, "INFO"),
  WARNING(30, "WARN"),
  ERROR(40, "ERROR"),
  CRITICAL(50, "OFF");

  private final int number;
  private final String logback;

  LogLevel(int number, String logback) {
    this.number = number;
    this.logback = logback;
  }

  /** The number on the wire. */
  int number() {
    return number;
  }

  /** What a logger is set to; empty for what its parent has. */
  Optional<Level> logback() {
    return logback.isEmpty() ? Optional.empty() : Optional.of(Level.toLevel(logback));
  }

  /** The level that a logger has. */
  static LogLevel of(Level level) {
    if (level.isGreaterOrEqual(Level.OFF)) {
      return CRITICAL;
    }
    if (level.isGreaterOrEqual(Level.ERROR)) {
      return ERROR;
    }
    if (level.isGreaterOrEqual(Level.WARN)) {
      return WARNING;
    }
    return level.isGreaterOrEqual(Level.INFO) ? INFO : DEBUG;
  }
}
