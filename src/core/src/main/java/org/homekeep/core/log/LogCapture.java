package org.homekeep.core.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.wire.ShownText;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Hands every warning and error of the process to the hub, until it is stopped. */
final class LogCapture extends AppenderBase<ILoggingEvent> {
  private static final int LONGEST_MESSAGE = 2000;
  private static final int LONGEST_EXCEPTION = 8000;

  /** Records that the hub has not seen yet; a flood of them must not fill its queue. */
  private static final int MOST_ON_THEIR_WAY = 100;

  private final HubRuntime runtime;
  private final Consumer<LogRecord> receiver;
  private final AtomicInteger onTheirWay = new AtomicInteger();

  private LogCapture(HubRuntime runtime, Consumer<LogRecord> receiver) {
    this.runtime = runtime;
    this.receiver = receiver;
  }

  /** Begins to listen; when the process logs with something else, there is nothing to hear. */
  static LogCapture begin(HubRuntime runtime, Consumer<LogRecord> receiver) {
    LogCapture capture = new LogCapture(runtime, receiver);
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
      capture.setContext(logback);
      capture.start();
      logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(capture);
    }
    return capture;
  }

  void end() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
      logback.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
      stop();
    }
  }

  /** Called on whatever thread logs. */
  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return;
    }
    if (onTheirWay.incrementAndGet() > MOST_ON_THEIR_WAY) {
      onTheirWay.decrementAndGet();
      return;
    }
    LogRecord record = record(event);
    runtime.execute(
        () -> {
          onTheirWay.decrementAndGet();
          receiver.accept(record);
        });
  }

  private static LogRecord record(ILoggingEvent event) {
    StackTraceElement[] callers = event.getCallerData();
    boolean known = callers.length > 0;
    return new LogRecord(
        event.getLoggerName(),
        event.getLevel().isGreaterOrEqual(Level.ERROR) ? "ERROR" : "WARNING",
        ShownText.of(message(event), LONGEST_MESSAGE),
        known ? String.valueOf(callers[0].getFileName()) : "",
        known ? callers[0].getLineNumber() : 0,
        cut(exception(event.getThrowableProxy()), LONGEST_EXCEPTION),
        event.getInstant());
  }

  private static String message(ILoggingEvent event) {
    StringBuilder message = new StringBuilder(String.valueOf(event.getFormattedMessage()));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        message.append(' ').append(pair.key).append("=\"").append(pair.value).append('"');
      }
    }
    return message.toString();
  }

  private static String exception(@Nullable IThrowableProxy thrown) {
    return thrown == null ? "" : ShownText.ofTrace(ThrowableProxyUtil.asString(thrown));
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
