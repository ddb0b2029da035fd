package org.homekeep.core.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import org.homekeep.core.wire.ShownText;

/**
 * The conversion word {@code %shown(…){line}} of a logging pattern: texts of outside move no cursor
 * in the terminal of whoever reads the log, and write no lines of their own. {@code
 * %shown(…){trace}} keeps the lines of a stack trace. Logback takes what follows a parenthesis
 * without braces for text.
 */
public final class ShownInLog extends CompositeConverter<ILoggingEvent> {
  private static final String TRACE = "trace";

  @Override
  protected String transform(ILoggingEvent event, String text) {
    if (!TRACE.equals(getFirstOption())) {
      return ShownText.of(text);
    }
    return text.isBlank() ? "" : ShownText.ofTrace(text) + System.lineSeparator();
  }
}
