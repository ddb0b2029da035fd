package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.http.wire",
        "org.apache.http.headers",
        "org.apache.http.impl.conn.DefaultManagedHttpClientConnection",
        "org.apache.http.impl.execchain.MainClientExec"
      })
  void what_is_sent_to_a_service_is_not_logged_even_when_everything_is(String name)
      throws Exception {
    LoggerContext logging = asConfigured();
    logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
    assertThat(logging.getLogger(name).isDebugEnabled()).isFalse();
  }

  @Test
  void a_client_that_breaks_off_a_download_is_no_error() throws Exception {
    assertThat(asConfigured().getLogger("io.vertx.core.net.impl.VertxConnection").isErrorEnabled())
        .isFalse();
  }

  @Test
  void our_own_details_can_be_switched_on() throws Exception {
    LoggerContext logging = asConfigured();
    logging.getLogger("org.homekeep").setLevel(Level.DEBUG);
    assertThat(logging.getLogger("org.homekeep.core.Hub").isDebugEnabled()).isTrue();
  }

  private static LoggerContext asConfigured() throws Exception {
    LoggerContext logging = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(logging);
    try (InputStream file = LoggingTest.class.getResourceAsStream("/logback.xml")) {
      configurator.doConfigure(file);
    }
    return logging;
  }
}
