package org.homekeep.core.log;

import java.time.Instant;

/**
 * One warning or error, as it was logged.
 *
 * @param level in Home Assistant's words: {@code WARNING}, {@code ERROR}
 * @param file where it was logged
 * @param exception the stack trace; empty when there was none
 */
record LogRecord(
    String logger,
    String level,
    String message,
    String file,
    int line,
    String exception,
    Instant time) {

  /** What two records have in common that tell the same. */
  Kind kind() {
    return new Kind(logger, file, line, rootCause());
  }

  private String rootCause() {
    int cause = exception.lastIndexOf("Caused by: ");
    int end = exception.indexOf('\n', Math.max(0, cause));
    String first = exception.substring(Math.max(0, cause), end < 0 ? exception.length() : end);
    int message = first.indexOf(": ", cause < 0 ? 0 : "Caused by: ".length());
    return message < 0 ? first : first.substring(0, message);
  }

  record Kind(String logger, String file, int line, String rootCause) {}
}
