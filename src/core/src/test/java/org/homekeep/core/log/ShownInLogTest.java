package org.homekeep.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The lines of the log as the pattern of the hub makes them. */
class ShownInLogTest {
  private final LoggerContext context = new LoggerContext();
  private final PatternLayout layout = new PatternLayout();

  @BeforeEach
  void start() {
    layout.setContext(context);
    layout.getInstanceConverterMap().put("shown", ShownInLog::new);
    layout.setPattern("%-5level: %shown(%msg %kvp){line}%n%shown(%ex){trace}");
    layout.start();
  }

  private List<String> lines(Throwable thrown, String name) {
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("a"), Level.WARN, "Left {}", thrown, new Object[] {name});
    event.addKeyValuePair(new KeyValuePair("file", name));
    return layout.doLayout(event).lines().toList();
  }

  @Test
  void a_name_moves_no_cursor_and_writes_no_line() {
    assertThat(lines(null, "a\u001b[2J\nERROR: b"))
        .containsExactly(
            "WARN : Left a\\u{1b}[2J\\u{a}ERROR: b file=\"a\\u{1b}[2J\\u{a}ERROR: b\"");
  }

  @Test
  void a_message_of_an_exception_does_not_either_and_its_trace_has_lines() {
    List<String> lines = lines(new IOException("a\nERROR: b"), "c");

    assertThat(lines)
        .startsWith("WARN : Left c file=\"c\"", "java.io.IOException: a\\u{a}ERROR: b");
    assertThat(lines).hasSizeGreaterThan(3).allMatch(line -> !line.startsWith("ERROR"));
    assertThat(lines.subList(2, lines.size())).allMatch(line -> line.startsWith("\tat "));
  }
}
