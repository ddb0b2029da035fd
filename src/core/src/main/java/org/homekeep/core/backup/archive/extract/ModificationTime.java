package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Sets modification times as exactly as the JDK and the file system can.
 *
 * <p>The JDK counts nanoseconds in 64 bits, which ends in 2262, and gives fractions of seconds
 * before 1970 in a form that Linux refuses. Later times are set to the millisecond, earlier ones to
 * the second.
 */
final class ModificationTime {
  private static final Instant LAST_NANOSECOND = Instant.ofEpochSecond(0, Long.MAX_VALUE);

  private ModificationTime() {}

  /** Sets the time of a file or directory that is no link. */
  static void set(Path place, Instant time) throws IOException {
    if (time.isAfter(LAST_NANOSECOND)) {
      // This way needs the name as text. A name that is none, or a refusal, leaves the last moment.
      Files.setLastModifiedTime(place, FileTime.from(LAST_NANOSECOND));
      boolean unused = place.toFile().setLastModified(time.toEpochMilli());
      return;
    }
    boolean before = time.isBefore(Instant.EPOCH);
    Instant possible = before ? time.truncatedTo(ChronoUnit.SECONDS) : time;
    Files.setLastModifiedTime(place, FileTime.from(possible));
  }
}
