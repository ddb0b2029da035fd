package org.homekeep.core.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as Home Assistant stores and sends them: in UTC, always with microseconds. */
public final class UtcTime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** Writes a moment, such as {@code 2026-01-02T03:04:05.000000+00:00}. */
  public static String format(Instant moment) {
    return FORM.format(moment);
  }
}
