package org.homekeep.app.archive;

import java.time.Duration;
import java.util.Locale;

/**
 * The line that shows how far something is.
 *
 * @param title what is being done
 * @param done bytes
 * @param total bytes; 0 when unknown
 * @param elapsed since the beginning
 */
record ProgressLine(String title, long done, long total, Duration elapsed) {
  /** What takes the line away again. */
  static final String TAKEN_AWAY = "\r\u001b[K";

  private static final String DO_NOT_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final int BAR = 24;

  /** Below this a rate says nothing. */
  private static final Duration FIRST_RATE = Duration.ofMillis(500);

  /**
   * The line in place of the one before. A narrow terminal cuts it off: one that went on in a
   * second line could not be replaced any more.
   */
  String drawn() {
    return TAKEN_AWAY + DO_NOT_WRAP + text() + WRAP;
  }

  String text() {
    String rate = elapsed.compareTo(FIRST_RATE) < 0 ? "" : "  " + Sizes.of(rate()) + "/s";
    if (total <= 0) {
      return "%s  %s%s".formatted(title, Sizes.of(done), rate);
    }
    double part = Math.min(1, (double) done / total);
    int full = (int) (part * BAR);
    String bar = "#".repeat(full) + "-".repeat(BAR - full);
    return String.format(
        Locale.ROOT, "%s  [%s] %3d %%%s%s", title, bar, (int) (part * 100), rate, left());
  }

  private long rate() {
    return (long) (done / (elapsed.toMillis() / 1000.0));
  }

  private String left() {
    long rate = elapsed.compareTo(FIRST_RATE) < 0 ? 0 : rate();
    if (rate == 0 || done >= total) {
      return "";
    }
    long seconds = (total - done + rate - 1) / rate;
    return seconds >= 3600
        ? String.format(Locale.ROOT, "  %d:%02d h left", seconds / 3600, seconds / 60 % 60)
        : String.format(Locale.ROOT, "  %d:%02d left", seconds / 60, seconds % 60);
  }
}
