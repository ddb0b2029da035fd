package org.homekeep.core.backup.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Keeps what one thread logs out of the output: in a hundred days much goes wrong. */
final class Silence extends TurboFilter {
  private final Thread silenced = Thread.currentThread();
  private final boolean broken;

  private Silence(boolean broken) {
    this.broken = broken;
  }

  /** Silences the thread that calls, unless somebody wants to read what it says. */
  static Silence here(boolean broken) {
    Silence silence = new Silence(broken);
    context().addTurboFilter(silence);
    return silence;
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    boolean here = !broken && Thread.currentThread() == silenced;
    return here ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  /** The thread is heard again. */
  void end() {
    context().getTurboFilterList().remove(this);
  }
}
