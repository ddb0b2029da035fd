package org.homekeep.integrations.backblazeb2;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What the integration logs, of all that runs meanwhile. */
final class CollectedLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger logger;

  private CollectedLogs(Logger logger) {
    this.logger = logger;
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
    logger.setLevel(Level.TRACE);
  }

  static CollectedLogs ofTheIntegration() {
    return new CollectedLogs(
        (Logger) LoggerFactory.getLogger("org.homekeep.integrations.backblazeb2"));
  }

  @Override
  protected void append(ILoggingEvent event) {
    String cause =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    lines.add(event.getFormattedMessage() + event.getKeyValuePairs() + cause);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
