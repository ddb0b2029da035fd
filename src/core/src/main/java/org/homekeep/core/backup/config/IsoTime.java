package org.homekeep.core.backup.config;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments as Home Assistant writes them: with offset, and microseconds unless there are none. */
public final class IsoTime {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private IsoTime() {}

  /** Writes a moment; what is finer than microseconds is cut off. */
  public static String format(OffsetDateTime moment) {
    OffsetDateTime cut = moment.truncatedTo(ChronoUnit.MICROS);
    return (cut.getNano() == 0 ? SECONDS : MICROSECONDS).format(cut);
  }
}
